/* Starts Python's own DLL, from the folder `python` beside the one this program lies in, with the module kalix_presence.
   Compiled twice: as kalix-presence.exe for a console, and with TRAY as kalix-presence-tray.exe, which opens none. */
#include <windows.h>
#include <stdlib.h>
#include <wchar.h>

#define LONGEST 32768 /* letters of a path of Windows */
#define PYTHON L"\\python\\python313.dll"
#define NO_PYTHON 111

static int run(int count, wchar_t **given)
{
    static wchar_t path[LONGEST + sizeof PYTHON];
    DWORD length = GetModuleFileNameW(NULL, path, LONGEST);
    int up;
    if (!length || length >= LONGEST) return NO_PYTHON;
    for (up = 0; up < 2; up++) { /* ...\bin\kalix-presence.exe */
        wchar_t *last = wcsrchr(path, L'\\');
        if (!last) return NO_PYTHON;
        *last = 0;
    }
    wcscat(path, PYTHON);
    /* What it needs itself (vcruntime) lies beside it: the current folder and PATH are not asked. */
    HMODULE python = LoadLibraryExW(path, NULL, LOAD_LIBRARY_SEARCH_DLL_LOAD_DIR | LOAD_LIBRARY_SEARCH_SYSTEM32);
    int (*main_of_python)(int, wchar_t **) = python ? (int (*)(int, wchar_t **))(void *)GetProcAddress(python, "Py_Main") : NULL;
    wchar_t **all = calloc((size_t)count + 4, sizeof *all);
    int number = 0, each;
    if (!main_of_python || !all) return NO_PYTHON;
    all[number++] = given[0];
    all[number++] = L"-I"; /* nothing of the environment, the current folder or the person's own packages */
    all[number++] = L"-m";
    all[number++] = L"kalix_presence";
    for (each = 1; each < count; each++) all[number++] = given[each];
    return main_of_python(number, all);
}

#ifdef TRAY
int WINAPI wWinMain(HINSTANCE own, HINSTANCE before, LPWSTR line, int shown)
{
    int code;
    (void)own, (void)before, (void)line, (void)shown;
    code = run(__argc, __wargv);
    if (code == NO_PYTHON) MessageBoxW(NULL, L"Kalix Presence is not installed whole. Install it anew.", L"Kalix Presence", MB_ICONERROR);
    return code;
}
#else
int wmain(int count, wchar_t **given) { return run(count, given); }
#endif
