/* The program of the agent's services: LAB - not Microsoft's. It waits and does nothing, and obeys the orders SERVICES_FAIL and SERVICES_STUCK. */
#include "lab-agent.h"

static SERVICE_STATUS_HANDLE handle;
static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, SERVICE_START_PENDING};
static HANDLE stopped;

static void report(DWORD state, DWORD code)
{
    status.dwCurrentState = state;
    status.dwWin32ExitCode = code;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP | SERVICE_ACCEPT_SHUTDOWN : 0;
    SetServiceStatus(handle, &status);
}

static void WINAPI control(DWORD code)
{
    if (code == SERVICE_CONTROL_INTERROGATE) report(status.dwCurrentState, NO_ERROR);
    else if (code == SERVICE_CONTROL_SHUTDOWN || !ordered("SERVICES_STUCK")) SetEvent(stopped);
}

static void WINAPI service_main(DWORD count, wchar_t **words)
{
    stopped = CreateEventW(NULL, TRUE, FALSE, NULL);
    handle = RegisterServiceCtrlHandlerW(words[0], control);
    if (ordered("SERVICES_FAIL")) {
        report(SERVICE_STOPPED, ERROR_SERVICE_SPECIFIC_ERROR);
        return;
    }
    report(SERVICE_RUNNING, NO_ERROR);
    WaitForSingleObject(stopped, INFINITE);
    report(SERVICE_STOPPED, NO_ERROR);
}

int wmain(void)
{
    SERVICE_TABLE_ENTRYW table[] = {{L"", service_main}, {NULL, NULL}};
    return !StartServiceCtrlDispatcherW(table);
}
