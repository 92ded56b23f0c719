/*
 * shutdown.exe of the lab: /r ends the machine, which the lab then starts again; /s ends it; /a and every other switch do nothing.
 */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <wchar.h>

int wmain(int count, wchar_t **words)
{
    int restart = 0, stop = 0, i;
    HANDLE asked, file;
    for (i = 1; i < count; i++) {
        if (!_wcsicmp(words[i], L"/r") || !_wcsicmp(words[i], L"-r") || !_wcsicmp(words[i], L"/g")) restart = 1;
        if (!_wcsicmp(words[i], L"/s") || !_wcsicmp(words[i], L"-s") || !_wcsicmp(words[i], L"/p")) stop = 1;
    }
    if (!restart && !stop) return 0;
    if (restart) {
        file = CreateFileW(L"C:\\lab\\restart-requested", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        CloseHandle(file);
    }
    asked = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Global\\LabShutdown");
    if (!asked) return 1;
    SetEvent(asked);
    return 0;
}
