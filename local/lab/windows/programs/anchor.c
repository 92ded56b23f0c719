/*
 * anchor.exe of the lab: keeps a machine running, because Wine ends its services when the last program ends. It says when the services
 * have been started (C:\lab\started), and ends when shutdown.exe asks for it.
 */
#define _WIN32_WINNT 0x0601
#include <windows.h>

int wmain(void)
{
    HANDLE asked = CreateEventW(NULL, TRUE, FALSE, L"Global\\LabShutdown");
    SC_HANDLE services;
    HANDLE file;
    while (!(services = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT))) Sleep(20);
    CloseServiceHandle(services);
    file = CreateFileW(L"C:\\lab\\started", GENERIC_WRITE, 0, NULL, CREATE_ALWAYS, 0, NULL);
    CloseHandle(file);
    WaitForSingleObject(asked, INFINITE);
    return 0;
}
