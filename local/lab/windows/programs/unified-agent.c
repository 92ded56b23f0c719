/* UnifiedAgent.exe: LAB INSTALLER - not Microsoft's. Installs or upgrades the stand-in agent by the MSI that lies beside it. */
#include "lab-agent.h"

static const wchar_t *role, *platform, *location, *cs_type, *type;
static wchar_t found[64], version[64], here[MAX_PATH], agent_folder[MAX_PATH];

static int one_of(const wchar_t *value, const wchar_t *first, const wchar_t *second, const wchar_t *third)
{
    return !value || !_wcsicmp(value, first) || !_wcsicmp(value, second) || (third && !_wcsicmp(value, third));
}

static int is_ascii(const wchar_t *text)
{
    for (; *text; text++)
        if (*text > 126) return 0;
    return 1;
}

/* 0 when the parameters are right. */
static int check_parameters(int count, wchar_t **words)
{
    role = parameter(count, words, L"Role");
    platform = parameter(count, words, L"Platform");
    location = parameter(count, words, L"InstallLocation");
    cs_type = parameter(count, words, L"CSType");
    type = parameter(count, words, L"InstallationType");
    if (!one_of(role, L"MS", L"MT", NULL)) return finish(2, L"Invalid value was specified for command line parameter Role.");
    if (!one_of(platform, L"Azure", L"VmWare", L"AzureStackHub")) return finish(2, L"Invalid value was specified for command line parameter Platform.");
    if (!one_of(cs_type, L"CSLegacy", L"CSPrime", NULL)) return finish(2, L"Invalid value was specified for command line parameter CSType.");
    if (!one_of(type, L"Install", L"Upgrade", NULL)) return finish(2, L"Invalid value was specified for command line parameter InstallationType.");
    if (!parameter(count, words, L"Silent")) return finish(2, L"LAB: there is no dialogue, give /Silent.");
    return 0;
}

static const wchar_t *installed_location(void)
{
    static wchar_t folder[MAX_PATH];
    if (!read_value(PRODUCT_KEY, L"InstallDirectory", folder, MAX_PATH)) return L"C:\\Program Files (x86)\\Microsoft Azure Site Recovery";
    *wcsrchr(folder, L'\\') = 0; /* the agent's own folder lies in it */
    return folder;
}

static int check_location(void)
{
    ULARGE_INTEGER available = {0};
    char fault_text[32];
    wchar_t drive[4] = L"C:\\";
    if (!location) location = installed_location();
    drive[0] = location[0];
    if (!is_ascii(location) || location[1] != L':' || GetDriveTypeW(drive) != DRIVE_FIXED) return finish(10, L"The install location is not on a fixed drive, or not ASCII.");
    GetDiskFreeSpaceExW(drive, &available, NULL, NULL);
    if (fault("FREE_MB", fault_text, sizeof(fault_text))) available.QuadPart = strtoull(fault_text, NULL, 10) << 20;
    if (available.QuadPart < (1ull << 30)) return finish(10, L"The install location has less than 1 GB of free space.");
    return 0;
}

static int read_setup(void)
{
    wchar_t path[MAX_PATH + 32];
    char text[64];
    FILE *file;
    swprintf(path, MAX_PATH + 32, L"%ls\\lab-version.txt", here);
    file = _wfopen(path, L"rb");
    if (!file || fscanf(file, "%63s", text) != 1) return 0;
    fclose(file);
    swprintf(version, 64, L"%hs", text);
    read_value(PRODUCT_KEY, L"Version", found, 64);
    return 1;
}

/* A restart is pending for the agent's own installer only where its driver is there and the driver's service is gone. */
static int driver_waits_for_restart(void)
{
    HKEY key;
    if (!exists(DRIVER_FILE)) return 0;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, L"SYSTEM\\CurrentControlSet\\Services\\InDskFlt", 0, KEY_READ, &key)) return 1;
    RegCloseKey(key);
    return 0;
}

/* As the agent's own configuration has it; where that says nothing, as the registry has it. */
static void read_cs_type(wchar_t *known)
{
    wchar_t path[MAX_PATH + 64];
    char line[256], value[64];
    FILE *file;
    read_value(PRODUCT_KEY, L"CSType", known, 64);
    swprintf(path, MAX_PATH + 64, L"%ls\\agent\\Application Data\\etc\\drscout.conf", installed_location());
    if (!(file = _wfopen(path, L"rb"))) return;
    while (fgets(line, sizeof(line), file)) {
        if (sscanf(line, "CSType=%63s", value) == 1) swprintf(known, 64, L"%hs", value);
    }
    fclose(file);
}

static int check_installed(void)
{
    wchar_t known[64];
    if (!found[0]) {
        if (type && !_wcsicmp(type, L"Upgrade")) return finish_with_json(97, L"ASRMobilityServiceInstallerInstallationTypeMismatch", L"There is no agent to upgrade.");
        if (driver_waits_for_restart() || ordered("RESTART_PENDING")) return finish(62, L"A system restart is pending from an earlier installation.");
        return 0;
    }
    if (compare_versions(found, L"9.6.0.0") < 0) return finish(11, L"An agent older than 9.6.0.0 cannot be upgraded.");
    if (compare_versions(found, version) > 0) return finish(15, L"A newer agent is installed.");
    read_cs_type(known);
    if (cs_type && known[0] && _wcsicmp(known, cs_type) && !(_wcsicmp(cs_type, L"CSPrime") == 0 && type && _wcsicmp(type, L"Install") == 0)) /* a migration */
        return finish_with_json(97, L"ASRMobilityServiceInstallerCSTypeMismatch", L"The agent was installed with another CSType.");
    read_value(PRODUCT_KEY, L"Role", known, 64);
    if (role && known[0] && _wcsicmp(known, role)) return finish(75, L"The role of an agent cannot be changed.");
    read_value(PRODUCT_KEY, L"Platform", known, 64);
    if (platform && known[0] && !_wcsicmp(known, L"Azure") && _wcsicmp(platform, L"Azure")) return finish(76, L"The platform of an agent cannot be changed.");
    return 0;
}

static int check_machine(void)
{
    char code[32];
    if (fault("EXIT_CODE", code, sizeof(code))) return finish(atoi(code), L"LAB: this exit code was ordered");
    if (ordered("PREREQUISITE_FAILS"))
        return finish_with_json(99, L"ASRMobilityServiceCriticalServicesMissing", L"A critical service is missing or disabled.");
    if (ordered("SERVICES_STUCK") && found[0]) return finish(43, L"The services of the agent could not be stopped.");
    return 0;
}

/* Failures of the MSI end as 97, with the MSI's own code in the text. */
static int msi_failure(DWORD code)
{
    wchar_t text[64];
    swprintf(text, 64, L"The MSI ended with ErrorCode %lu.", code);
    if (code == 1618) return finish_with_json(97, L"ASRMobilityServiceInstallerMSIInstallationFailure_InstallationAlreadyRunning", text);
    if (code == 1625) return finish_with_json(97, L"ASRMobilityServiceInstallerMSIInstallationFailure_IncompatibleGroupPolicy", text);
    return finish_with_json(97, L"ASRMobilityServiceInstallerMSIInstallationFailure_Unknown", text);
}

static DWORD run_msi(void)
{
    wchar_t line[TEXT_SIZE];
    DWORD code;
    if (ordered("MSI_BUSY")) return 1618;
    if (found[0]) {
        swprintf(line, TEXT_SIZE, L"C:\\windows\\system32\\msiexec.exe /qn /norestart /x %ls LABKEEP=1 /L+*V \"%ls\\UnifiedAgentMSIUninstall.log\"", PRODUCT_CODE, SETUP_LOGS);
        if ((code = run_line(line))) return code;
    }
    swprintf(line, TEXT_SIZE, L"C:\\windows\\system32\\msiexec.exe /qn /norestart /i \"%ls\\UnifiedAgentMSI.msi\" INSTALLDIR=\"%ls\" /L+*V \"%ls\\UnifiedAgentMSIInstall.log\"", here, location, SETUP_LOGS);
    code = run_line(line);
    return code == 3010 || code == 1641 ? 0 : code;
}

static void write_conf(const wchar_t *hostname)
{
    wchar_t path[MAX_PATH + 64];
    FILE *file;
    swprintf(path, MAX_PATH + 64, L"%ls\\Application Data\\etc", agent_folder);
    make_folders(path);
    wcscat(path, L"\\drscout.conf");
    file = _wfopen(path, L"wb");
    if (!file) return;
    fprintf(file, "[vxagent]\r\nHostId=%08lx-0000-4000-8000-%012lx\r\nVmPlatform=%ls\r\nRole=Agent\r\nCSType=%ls\r\n\r\n[vxagent.transport]\r\nHostname=%ls\r\nPort=443\r\n", GetTickCount(), GetCurrentProcessId(), platform ? platform : L"VmWare", cs_type ? cs_type : L"CSLegacy", hostname);
    fclose(file);
}

/* The configuration of an earlier agent, which is of the other generation now. */
static void migrate_conf(const wchar_t *path)
{
    char text[4096] = "", line[256];
    FILE *file = _wfopen(path, L"rb");
    while (file && fgets(line, sizeof(line), file)) {
        if (cs_type && !strncmp(line, "CSType=", 7)) snprintf(line, sizeof(line), "CSType=%ls\r\n", cs_type);
        strncat(text, line, sizeof(text) - strlen(text) - 1);
    }
    if (!file) return;
    fclose(file);
    if (!(file = _wfopen(path, L"wb"))) return;
    fputs(text, file);
    fclose(file);
}

static void note_product(void)
{
    wchar_t known[64];
    if (!read_value(PRODUCT_KEY, L"AgentConfigurationStatus", known, 64)) write_value(PRODUCT_KEY, L"AgentConfigurationStatus", L"");
    write_value(PRODUCT_KEY, L"InstallAction", found[0] ? L"Upgrade" : L"Install");
    write_value(PRODUCT_KEY, L"CSType", cs_type ? cs_type : L"CSLegacy");
    write_value(PRODUCT_KEY, L"Role", role ? role : L"MS");
    write_value(PRODUCT_KEY, L"Platform", platform ? platform : L"VmWare");
    if (!read_value(PRODUCT_KEY, L"AzureVMAgentInstalled", known, 64)) write_value(PRODUCT_KEY, L"AzureVMAgentInstalled", L"No");
}

/* It may stop again as soon as it was started. */
static int comes_up(SC_HANDLE service)
{
    SERVICE_STATUS status = {0};
    int tries;
    for (tries = 0; tries < 100; tries++) {
        if (!QueryServiceStatus(service, &status) || status.dwCurrentState == SERVICE_STOPPED) return 0;
        if (status.dwCurrentState == SERVICE_RUNNING) return 1;
        Sleep(100);
    }
    return 0;
}

static int start_services(void)
{
    static const wchar_t *names[] = {L"svagents", L"InMage Scout Application Service"};
    SC_HANDLE services = OpenSCManagerW(NULL, NULL, SC_MANAGER_CONNECT);
    int i, failed = 0;
    for (i = 0; i < 2; i++) {
        SC_HANDLE service = OpenServiceW(services, names[i], SERVICE_START | SERVICE_QUERY_STATUS);
        if (!service || (!StartServiceW(service, 0, NULL) && GetLastError() != ERROR_SERVICE_ALREADY_RUNNING) || !comes_up(service)) failed = 1;
        if (service) CloseServiceHandle(service);
    }
    CloseServiceHandle(services);
    return failed;
}

static int install(void)
{
    wchar_t line[TEXT_SIZE], conf[MAX_PATH + 64];
    int upgrade = found[0] != 0, new_driver;
    DWORD code;
    swprintf(agent_folder, MAX_PATH, L"%ls\\agent", location);
    swprintf(conf, MAX_PATH + 64, L"%ls\\Application Data\\etc\\drscout.conf", agent_folder);
    if (upgrade && !compare_versions(found, version)) {
        note_product();
        write_value(PRODUCT_KEY, L"PostInstallActions", L"Succeeded");
        return finish(0, L"This version is installed already.");
    }
    obey_in_the_middle();
    if ((code = run_msi())) return msi_failure(code);
    if (exists(conf)) migrate_conf(conf);
    else write_conf(L"");
    note_product();
    write_value(PRODUCT_KEY, L"PostInstallActions", L"Failed");
    swprintf(line, TEXT_SIZE, L"\"%ls\\drvutil.exe\" --LabInstallDriver %ls", agent_folder, version);
    new_driver = run_line(line);
    if (new_driver == 46) return finish(46, L"The driver could not be installed.");
    if (ordered("VSS_FAILURE") && compare_versions(version, L"9.23.0.0") < 0) return finish(45, L"The VSS provider could not be installed: 511");
    if (start_services()) return finish(44, L"The services of the agent could not be started.");
    write_value(PRODUCT_KEY, L"PostInstallActions", L"Succeeded");
    write_value(PRODUCT_KEY, L"Reboot_Required", new_driver ? L"yes" : L"no");
    if (ordered_once("REBOOT_AFTER")) restart_now();
    if (ordered("VSS_FAILURE")) return finish_with_json(98, L"ASRMobilityServiceVSSProviderInstallationFailed", L"The VSS provider could not be installed: 511");
    if (new_driver == 1641) return finish(1641, L"Done; the machine must be restarted.");
    if (new_driver) return finish(3010, L"Done; a restart is recommended.");
    return finish(0, L"Done.");
}

int wmain(int count, wchar_t **words)
{
    const wchar_t *given;
    int code;
    swprintf(log_file, MAX_PATH, L"%ls\\ASRUnifiedAgentInstaller.log", SETUP_LOGS);
    if ((given = parameter(count, words, L"LogFilePath")) && *given) swprintf(log_file, MAX_PATH, L"%ls", given);
    if ((given = parameter(count, words, L"ValidationsOutputJsonFilePath"))) swprintf(errors_file, MAX_PATH, L"%ls", given);
    if (parameter(count, words, L"?")) {
        wprintf(L"LAB INSTALLER: UnifiedAgent.exe /Role MS|MT /InstallLocation FOLDER /Platform VmWare|Azure|AzureStackHub /Silent [/CSType CSLegacy|CSPrime] [/InstallationType Install|Upgrade]\r\n");
        return 0;
    }
    GetModuleFileNameW(NULL, here, MAX_PATH);
    *wcsrchr(here, L'\\') = 0;
    if (!read_setup()) return finish(1, L"LAB: lab-version.txt is missing beside UnifiedAgent.exe");
    say(L"LAB INSTALLER %ls - not Microsoft's", version);
    CreateMutexW(NULL, TRUE, L"Global\\LabUnifiedAgent");
    if (GetLastError() == ERROR_ALREADY_EXISTS) return finish(41, L"Another instance of the installer is running.");
    if (ordered("DO_NOTHING")) return finish(0, L"LAB: nothing was ordered to be done");
    if ((code = check_parameters(count, words)) || (code = check_location()) || (code = check_installed()) || (code = check_machine())) return code;
    return install();
}
