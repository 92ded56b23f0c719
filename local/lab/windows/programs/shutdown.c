/*
 * shutdown.exe of the lab: /r ends the machine, which the lab then starts again; /s ends it; both after /t SECONDS (default 30, as Windows'), and the
 * program itself ends at once. /a and every other switch do nothing.
 */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <wchar.h>

/* A copy of this program waits, outside of the session's job. */
static int wait_apart(int restart, int seconds)
{
    STARTUPINFOW start = {sizeof(start)};
    PROCESS_INFORMATION process;
    wchar_t line[128];
    swprintf(line, 128, L"C:\\windows\\system32\\shutdown.exe %ls /t 0 /LabAfter %d", restart ? L"/r" : L"/s", seconds);
    return !CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW | CREATE_BREAKAWAY_FROM_JOB, NULL, NULL, &start, &process);
}

int wmain(int count, wchar_t **words)
{
    int restart = 0, stop = 0, seconds = 30, i;
    HANDLE asked, file;
    for (i = 1; i < count; i++) {
        if (!_wcsicmp(words[i], L"/r") || !_wcsicmp(words[i], L"-r") || !_wcsicmp(words[i], L"/g")) restart = 1;
        if (!_wcsicmp(words[i], L"/s") || !_wcsicmp(words[i], L"-s") || !_wcsicmp(words[i], L"/p")) stop = 1;
        if ((!_wcsicmp(words[i], L"/t") || !_wcsicmp(words[i], L"-t")) && i + 1 < count) seconds = _wtoi(words[i + 1]);
        if (!_wcsicmp(words[i], L"/LabAfter") && i + 1 < count) Sleep(1000 * _wtoi(words[i + 1]));
    }
    if (!restart && !stop) return 0;
    if (seconds > 0) return wait_apart(restart, seconds);
    if (restart) {
        file = CreateFileW(L"C:\\lab\\restart-requested", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
        CloseHandle(file);
    }
    asked = OpenEventW(EVENT_MODIFY_STATE, FALSE, L"Global\\LabShutdown");
    if (!asked) return 1;
    SetEvent(asked);
    return 0;
}
