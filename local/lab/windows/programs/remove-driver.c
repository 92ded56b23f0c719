/*
 * remove-driver.dll: LAB - not Microsoft's. What the agent's MSI does at an uninstallation beside removing its own files: driver, class filter,
 * configuration, registry values. A library, because only from one does MSI pass on 1603.
 */
#include "lab-agent.h"
#include <msi.h>

/* What the agent wrote beside its own files, so that its folder goes, too. */
static void remove_configuration(void)
{
    static const wchar_t *below[] = {L"drscout.conf", L"SourceConfig.json", L"", NULL};
    wchar_t agent[MAX_PATH], path[MAX_PATH + 64];
    int i;
    if (!read_value(PRODUCT_KEY, L"InstallDirectory", agent, MAX_PATH)) return;
    for (i = 0; below[i]; i++) {
        swprintf(path, MAX_PATH + 64, L"%ls\\Application Data\\etc\\%ls", agent, below[i]);
        if (!DeleteFileW(path)) RemoveDirectoryW(path);
    }
    swprintf(path, MAX_PATH + 64, L"%ls\\Application Data", agent);
    RemoveDirectoryW(path);
}

__declspec(dllexport) UINT __stdcall RemoveDriver(MSIHANDLE install)
{
    SC_HANDLE services = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    SC_HANDLE service = OpenServiceW(services, L"InDskFlt", SERVICE_ALL_ACCESS);
    SERVICE_STATUS status;
    if (ordered("UNINSTALL_STUCK")) return ERROR_INSTALL_FAILURE;
    set_filters(0);
    remove_configuration();
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Wow6432Node\\InMage Systems\\Installed Products\\5");
    RegDeleteKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\MobilityFleetLab", KEY_WOW64_32KEY, 0);
    if (ordered("DRIVER_IN_USE") || !service) return ERROR_SUCCESS;
    ControlService(service, SERVICE_CONTROL_STOP, &status);
    DeleteService(service);
    DeleteFileW(DRIVER_FILE);
    return ERROR_SUCCESS;
}
