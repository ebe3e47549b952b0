/* What Qt6Core takes of Windows' own ICU, which Wine has not: converters for old encodings. There are none here, and each says so.
   With the x64 calling convention a function may be given more arguments than it names. */
#define GIVEN __declspec(dllexport)
#define NONE_SUCH(name) GIVEN void *name(void) { return 0; }
#define NO_FILE 4 /* U_FILE_ACCESS_ERROR */

GIVEN void *ucnv_open(const char *name, int *fault) { (void)name; if (fault) *fault = NO_FILE; return 0; }
GIVEN const char *ucnv_getName(void *converter, int *fault) { (void)converter; if (fault) *fault = NO_FILE; return 0; }

NONE_SUCH(ucnv_close)
NONE_SUCH(ucnv_reset)
NONE_SUCH(ucnv_getMaxCharSize)
NONE_SUCH(ucnv_getToUCallBack)
NONE_SUCH(ucnv_getFromUCallBack)
NONE_SUCH(ucnv_setToUCallBack)
NONE_SUCH(ucnv_setFromUCallBack)
NONE_SUCH(ucnv_cbToUWriteUChars)
NONE_SUCH(ucnv_cbFromUWriteUChars)
NONE_SUCH(ucnv_toUnicode)
NONE_SUCH(ucnv_fromUnicode)
NONE_SUCH(ucnv_toUCountPending)
NONE_SUCH(ucnv_fromUCountPending)
NONE_SUCH(ucnv_getStandardName)
NONE_SUCH(ucnv_getAvailableName)
NONE_SUCH(ucnv_countAvailable)
NONE_SUCH(UCNV_FROM_U_CALLBACK_SUBSTITUTE)
NONE_SUCH(UCNV_TO_U_CALLBACK_SUBSTITUTE)
