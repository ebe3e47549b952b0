/* Random bytes as newer Windows gives them to programs written in Rust; Wine 8 has them by an older name only. */
#include <windows.h>
#include <ntsecapi.h>

__declspec(dllexport) BOOL WINAPI ProcessPrng(PBYTE into, SIZE_T bytes) { return RtlGenRandom(into, (ULONG)bytes); }
