/*
 * drvutil.exe: LAB - not Microsoft's. `--EnumerateDisks` asks the driver: 0 when it answers, else 1. `--GetDriverVersion` says which one was loaded.
 * --LabInstallDriver and --LabRemoveDriver are the lab's own, for its installer and its MSI.
 */
#include "lab-agent.h"

#define SERVICE L"InDskFlt"
#define LOADED_KEY L"SOFTWARE\\MobilityFleetLab"

static HANDLE open_driver(void)
{
    return CreateFileW(L"\\\\.\\InMageFilter", GENERIC_READ, FILE_SHARE_READ | FILE_SHARE_WRITE, NULL, OPEN_EXISTING, 0, NULL);
}

static int enumerate(void)
{
    HANDLE driver = open_driver();
    if (driver == INVALID_HANDLE_VALUE) {
        fprintf(stderr, "The driver InDskFlt does not answer: error %lu\r\n", GetLastError());
        return 1;
    }
    CloseHandle(driver);
    printf("Disk 0: \\\\.\\PhysicalDrive0, boot, basic\r\n");
    return 0;
}

static int driver_version(void)
{
    wchar_t version[64];
    if (enumerate() || !read_value(LOADED_KEY, L"LoadedDriver", version, 64)) return 1;
    wprintf(L"Product Version %ls\r\n", version);
    return 0;
}

/* PartMgr is the filter that every machine has. */
static void set_filters(int ours)
{
    static const wchar_t with[] = L"PartMgr\0InDskFlt\0", without[] = L"PartMgr\0";
    HKEY key;
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, DISK_CLASS, 0, NULL, 0, KEY_SET_VALUE, NULL, &key, NULL)) return;
    RegSetValueExW(key, L"UpperFilters", 0, REG_MULTI_SZ, (const BYTE *)(ours ? with : without), ours ? sizeof(with) : sizeof(without));
    RegCloseKey(key);
}

/* 0: the first driver is loaded; 3010: an older one stays until a restart; 1641: and must not stay; 46: it cannot be loaded. */
static int install(const wchar_t *version)
{
    SC_HANDLE services = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    SC_HANDLE service = OpenServiceW(services, SERVICE, SERVICE_ALL_ACCESS);
    wchar_t before[64], agent[MAX_PATH];
    int is_new = !service, one[4] = {0}, other[4] = {0};
    GetModuleFileNameW(NULL, agent, MAX_PATH);
    wcscpy(wcsrchr(agent, L'\\'), L"\\indskflt.sys");
    CopyFileW(agent, DRIVER_FILE, FALSE);
    if (is_new) service = CreateServiceW(services, SERVICE, L"InMage Disk Filter Driver (LAB)", SERVICE_ALL_ACCESS, SERVICE_KERNEL_DRIVER, SERVICE_SYSTEM_START, SERVICE_ERROR_NORMAL, DRIVER_FILE, NULL, NULL, NULL, NULL, NULL);
    set_filters(1);
    if (!service || ordered("DRIVER_FAILS")) return 46;
    if (!is_new && open_driver() != INVALID_HANDLE_VALUE) {
        read_value(LOADED_KEY, L"LoadedDriver", before, 64);
        write_value(LOADED_KEY, L"Driver", version);
        parse_version(before, one);
        parse_version(version, other);
        return other[1] - one[1] > 4 || ordered("MANDATORY_RESTART") ? 1641 : 3010;
    }
    write_value(LOADED_KEY, L"Driver", version);
    write_value(LOADED_KEY, L"LoadedDriver", version);
    return StartServiceW(service, 0, NULL) || GetLastError() == ERROR_SERVICE_ALREADY_RUNNING ? 0 : 46;
}

/* What the agent wrote beside its own files, so that its folder goes, too. */
static void remove_configuration(void)
{
    static const wchar_t *below[] = {L"\\Application Data\\etc\\drscout.conf", L"\\Application Data\\etc\\SourceConfig.json", L"\\Application Data\\etc", L"\\Application Data"};
    wchar_t path[MAX_PATH + 64];
    int i;
    for (i = 0; i < 4; i++) {
        GetModuleFileNameW(NULL, path, MAX_PATH);
        wcscpy(wcsrchr(path, L'\\'), below[i]);
        if (!DeleteFileW(path)) RemoveDirectoryW(path);
    }
}

static int remove_driver(void)
{
    SC_HANDLE services = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    SC_HANDLE service = OpenServiceW(services, SERVICE, SERVICE_ALL_ACCESS);
    SERVICE_STATUS status;
    if (ordered("UNINSTALL_STUCK")) return 1;
    set_filters(0);
    remove_configuration();
    RegDeleteTreeW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\Wow6432Node\\InMage Systems\\Installed Products\\5");
    RegDeleteKeyExW(HKEY_LOCAL_MACHINE, L"SOFTWARE\\MobilityFleetLab", KEY_WOW64_32KEY, 0);
    if (ordered("DRIVER_IN_USE") || !service) return 0;
    ControlService(service, SERVICE_CONTROL_STOP, &status);
    DeleteService(service);
    DeleteFileW(DRIVER_FILE);
    return 0;
}

int wmain(int count, wchar_t **words)
{
    if (count > 1 && !_wcsicmp(words[1], L"--EnumerateDisks")) return enumerate();
    if (count > 1 && !_wcsicmp(words[1], L"--GetDriverVersion")) return driver_version();
    if (count > 2 && !_wcsicmp(words[1], L"--LabInstallDriver")) return install(words[2]);
    if (count > 1 && !_wcsicmp(words[1], L"--LabRemoveDriver")) return remove_driver();
    fprintf(stderr, "drvutil.exe (LAB): --EnumerateDisks | --GetDriverVersion\r\n");
    return 1;
}
