/* What the installer runs as SYSTEM: ends the programs of an installation before their files are replaced, and starts the tray
   anew for whoever had it.

     tray-keeper close FOLDER   asks each program below FOLDER to end, ends it after ten seconds, and notes in which sessions a tray ran
     tray-keeper start FOLDER   starts FOLDER\bin\kalix-presence-tray.exe in the sessions of that note, as the person of each

   Restart Manager does not reach other people's sessions from that of SYSTEM, and that is where Intune and SCCM install from. The
   note is volatile: a restart of the computer forgets it. It is made whenever a tray is closed, for not every Windows Installer
   (Wine's, for one) says whether it removes a version for good or for another one. */
#define _WIN32_WINNT 0x0602
#include <windows.h>
#include <tlhelp32.h>
#include <userenv.h>
#include <wchar.h>
#include <wtsapi32.h>

#define LONGEST 32768
#define MOST 64 /* programs at once, which is what Windows waits for too */
#define PATIENCE 10000
#define TRAY L"kalix-presence-tray.exe"
#define NOTE L"Software\\Kalix\\Presence Upgrade"
#define VALUE L"Sessions"

static int is_below(const wchar_t *path, const wchar_t *folder)
{
    size_t length = wcslen(folder);
    return !_wcsnicmp(path, folder, length) && path[length] == L'\\';
}

static void close_all(const wchar_t *folder)
{
    static wchar_t path[LONGEST], name[64];
    HANDLE open[MOST], all = CreateToolhelp32Snapshot(TH32CS_SNAPPROCESS, 0);
    DWORD sessions[MOST];
    int count = 0, trays = 0, each;
    PROCESSENTRY32W found = {.dwSize = sizeof found};
    BOOL more;
    if (all == INVALID_HANDLE_VALUE) return;
    for (more = Process32FirstW(all, &found); more && count < MOST; more = Process32NextW(all, &found)) {
        DWORD length = LONGEST;
        HANDLE process;
        if (found.th32ProcessID == GetCurrentProcessId()) continue;
        process = OpenProcess(PROCESS_QUERY_LIMITED_INFORMATION | PROCESS_TERMINATE | SYNCHRONIZE, FALSE, found.th32ProcessID);
        if (!process) continue;
        if (!QueryFullProcessImageNameW(process, 0, path, &length) || !is_below(path, folder)) {
            CloseHandle(process);
            continue;
        }
        if (!_wcsicmp(found.szExeFile, TRAY) && ProcessIdToSessionId(found.th32ProcessID, &sessions[trays])) trays++;
        swprintf(name, sizeof name / sizeof *name, L"Global\\kalix-presence-close-%lu", found.th32ProcessID);
        HANDLE asked = OpenEventW(EVENT_MODIFY_STATE, FALSE, name);
        if (asked) {
            SetEvent(asked);
            CloseHandle(asked);
        }
        open[count++] = process;
    }
    CloseHandle(all);
    if (count) WaitForMultipleObjects(count, open, TRUE, PATIENCE);
    for (each = 0; each < count; each++) {
        /* What waits for the hub is on the disk: a program that does not end by itself loses nothing of it. */
        if (WaitForSingleObject(open[each], 0) == WAIT_TIMEOUT && TerminateProcess(open[each], 1)) WaitForSingleObject(open[each], PATIENCE);
        CloseHandle(open[each]);
    }
    if (trays) {
        HKEY note;
        if (!RegCreateKeyExW(HKEY_LOCAL_MACHINE, NOTE, 0, NULL, REG_OPTION_VOLATILE, KEY_SET_VALUE, NULL, &note, NULL)) {
            RegSetValueExW(note, VALUE, 0, REG_BINARY, (const BYTE *)sessions, trays * sizeof *sessions);
            RegCloseKey(note);
        }
    }
}

static void start_as(DWORD session, const wchar_t *tray)
{
    static wchar_t line[LONGEST + 3];
    STARTUPINFOW start = {.cb = sizeof start, .lpDesktop = L"winsta0\\default"};
    PROCESS_INFORMATION began;
    HANDLE person = NULL;
    void *environment = NULL;
    DWORD own = 0;
    swprintf(line, LONGEST + 3, L"\"%ls\"", tray);
    if (session && ProcessIdToSessionId(GetCurrentProcessId(), &own) && own == session) {
        /* Whoever runs this in their own session, not as the installer's service (which has session 0), starts their own. */
        start.lpDesktop = NULL;
        if (!CreateProcessW(tray, line, NULL, NULL, FALSE, 0, NULL, NULL, &start, &began)) return;
    } else {
        BOOL done;
        if (!WTSQueryUserToken(session, &person)) return;
        CreateEnvironmentBlock(&environment, person, FALSE);
        done = CreateProcessAsUserW(person, tray, line, NULL, NULL, FALSE, CREATE_UNICODE_ENVIRONMENT, environment, NULL, &start, &began);
        if (environment) DestroyEnvironmentBlock(environment);
        CloseHandle(person);
        if (!done) return;
    }
    CloseHandle(began.hThread);
    CloseHandle(began.hProcess);
}

static void start_all(const wchar_t *folder)
{
    static wchar_t tray[LONGEST];
    DWORD sessions[MOST], size = sizeof sessions, each;
    if (RegGetValueW(HKEY_LOCAL_MACHINE, NOTE, VALUE, RRF_RT_REG_BINARY, NULL, sessions, &size)) return;
    RegDeleteKeyW(HKEY_LOCAL_MACHINE, NOTE);
    swprintf(tray, LONGEST, L"%ls\\bin\\%ls", folder, TRAY);
    for (each = 0; each < size / sizeof *sessions; each++) start_as(sessions[each], tray);
}

int WINAPI wWinMain(HINSTANCE own, HINSTANCE before, LPWSTR line, int shown)
{
    static wchar_t folder[LONGEST];
    DWORD length;
    (void)own, (void)before, (void)line, (void)shown;
    if (__argc < 3) return 2;
    /* The installer names it with "\." at the end, lest a backslash stand before the quote. */
    length = GetFullPathNameW(__wargv[2], LONGEST, folder, NULL);
    if (!length || length >= LONGEST) return 2;
    while (length && folder[length - 1] == L'\\') folder[--length] = 0;
    if (!wcscmp(__wargv[1], L"close")) close_all(folder);
    else if (!wcscmp(__wargv[1], L"start")) start_all(folder);
    else return 2;
    return 0;
}
