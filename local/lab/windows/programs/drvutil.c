/*
 * drvutil.exe: LAB - not Microsoft's. `--EnumerateDisks` asks the driver: 0 when it answers, else 1. `--GetDriverVersion` says which one was loaded.
 * --LabInstallDriver is the lab's own, for its installer.
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

int wmain(int count, wchar_t **words)
{
    if (count > 1 && !_wcsicmp(words[1], L"--EnumerateDisks")) return enumerate();
    if (count > 1 && !_wcsicmp(words[1], L"--GetDriverVersion")) return driver_version();
    if (count > 2 && !_wcsicmp(words[1], L"--LabInstallDriver")) return install(words[2]);
    fprintf(stderr, "drvutil.exe (LAB): --EnumerateDisks | --GetDriverVersion\r\n");
    return 1;
}
