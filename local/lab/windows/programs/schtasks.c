/*
 * schtasks.exe of the lab: stands in for Windows' Task Scheduler, which Wine has only as words. A task is a service that is started on demand;
 * its program is this one, so that a task runs outside of every session and its job. Knows /Create (/XML, /TR), /Run, /Query, /End, /Delete.
 * Triggers and accounts are stored and not obeyed: everything on a lab machine is one user.
 */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define TASKS L"C:\\windows\\system32\\Tasks\\"
#define KEY L"Software\\MobilityFleetLab\\Tasks"
#define RUNNING 267009
#define NEVER_RAN 267011
#define MOST 65536

static wchar_t name[MAX_PATH], service_name[MAX_PATH + 16], file_name[MAX_PATH + 64];
static wchar_t text[MOST], program[MOST], arguments[MOST], folder[MAX_PATH], line[2 * MOST];
static SERVICE_STATUS_HANDLE status_handle;
static SERVICE_STATUS status = {SERVICE_WIN32_OWN_PROCESS, SERVICE_START_PENDING};
static HANDLE job;

static int fail(const char *message)
{
    fprintf(stderr, "ERROR: %s\r\n", message);
    return 1;
}

static const wchar_t *option(int count, wchar_t **words, const wchar_t *wanted)
{
    int i;
    for (i = 1; i < count; i++)
        if ((words[i][0] == L'/' || words[i][0] == L'-') && !_wcsicmp(words[i] + 1, wanted)) return i + 1 < count ? words[i + 1] : L"";
    return NULL;
}

static void use_name(const wchar_t *given)
{
    wchar_t *c;
    while (*given == L'\\') given++;
    swprintf(name, MAX_PATH, L"%ls", given);
    swprintf(file_name, MAX_PATH + 64, L"%ls%ls", TASKS, name);
    swprintf(service_name, MAX_PATH + 16, L"LabTask %ls", name);
    for (c = service_name; *c; c++)
        if (*c == L'\\' || *c == L'/') *c = L'_';
}

static DWORD last_result(void)
{
    DWORD value = NEVER_RAN, size = sizeof(value);
    RegGetValueW(HKEY_LOCAL_MACHINE, KEY, name, RRF_RT_REG_DWORD, NULL, &value, &size);
    return value;
}

static void keep_result(DWORD value)
{
    RegSetKeyValueW(HKEY_LOCAL_MACHINE, KEY, name, REG_DWORD, &value, sizeof(value));
}

/* UTF-16 with its mark, or UTF-8. A text that says UTF-16 and is not is refused, as Windows does. */
static int read_text(const wchar_t *path)
{
    static unsigned char bytes[2 * MOST];
    size_t size;
    FILE *file = _wfopen(path, L"rb");
    if (!file) return 0;
    size = fread(bytes, 1, sizeof(bytes) - 2, file);
    fclose(file);
    if (size >= 2 && bytes[0] == 0xff && bytes[1] == 0xfe) {
        memcpy(text, bytes + 2, size - 2);
        text[(size - 2) / 2] = 0;
        return 1;
    }
    bytes[size] = 0;
    MultiByteToWideChar(CP_UTF8, 0, (char *)bytes, -1, text, MOST);
    return !wcsstr(text, L"encoding=\"UTF-16\"");
}

static void between(const wchar_t *element, wchar_t *value, size_t most)
{
    static const struct { const wchar_t *entity; wchar_t character; } entities[] = {
        {L"&amp;", L'&'}, {L"&lt;", L'<'}, {L"&gt;", L'>'}, {L"&quot;", L'"'}, {L"&apos;", L'\''}};
    wchar_t tag[64];
    const wchar_t *at, *close;
    size_t length = 0;
    value[0] = 0;
    swprintf(tag, 64, L"<%ls>", element);
    if (!(at = wcsstr(text, tag))) return;
    at += wcslen(tag);
    swprintf(tag, 64, L"</%ls>", element);
    if (!(close = wcsstr(at, tag))) return;
    while (at < close && length + 1 < most) {
        int i, found = 0;
        for (i = 0; i < 5 && !found; i++)
            if (!wcsncmp(at, entities[i].entity, wcslen(entities[i].entity))) {
                value[length++] = entities[i].character;
                at += wcslen(entities[i].entity);
                found = 1;
            }
        if (!found) value[length++] = *at++;
    }
    value[length] = 0;
}

static int well_formed(void)
{
    between(L"Command", program, MOST);
    return wcsstr(text, L"<Task ") && wcsstr(text, L"</Task>") && wcsstr(text, L"<Actions") && program[0];
}

static void report(DWORD state)
{
    status.dwCurrentState = state;
    status.dwControlsAccepted = state == SERVICE_RUNNING ? SERVICE_ACCEPT_STOP : 0;
    SetServiceStatus(status_handle, &status);
}

static void WINAPI control(DWORD code)
{
    if (code == SERVICE_CONTROL_STOP && job) TerminateJobObject(job, 0x41306); /* terminated by the user */
}

static void WINAPI service_main(DWORD count, wchar_t **words)
{
    STARTUPINFOW start = {sizeof(start)};
    PROCESS_INFORMATION process;
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    DWORD code = 2;
    wchar_t expanded[MAX_PATH * 4];
    status_handle = RegisterServiceCtrlHandlerW(service_name, control);
    keep_result(RUNNING);
    report(SERVICE_RUNNING);
    read_text(file_name);
    between(L"Command", program, MOST);
    between(L"Arguments", arguments, MOST);
    between(L"WorkingDirectory", folder, MAX_PATH);
    ExpandEnvironmentStringsW(program, expanded, MAX_PATH * 4);
    swprintf(line, 2 * MOST, expanded[0] == L'"' ? L"%ls %ls" : L"\"%ls\" %ls", expanded, arguments);
    job = CreateJobObjectW(NULL, NULL);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_BREAKAWAY_OK; /* a restart that a task asks for outlives the task */
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof(limits));
    if (CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW | CREATE_SUSPENDED, NULL, folder[0] ? folder : L"C:\\windows\\system32", &start, &process)) {
        AssignProcessToJobObject(job, process.hProcess);
        ResumeThread(process.hThread);
        WaitForSingleObject(process.hProcess, INFINITE);
        GetExitCodeProcess(process.hProcess, &code);
    }
    keep_result(code);
    report(SERVICE_STOPPED);
}

static void make_folders(void)
{
    wchar_t path[MAX_PATH + 64], *c;
    CreateDirectoryW(L"C:\\windows\\system32\\Tasks", NULL);
    swprintf(path, MAX_PATH + 64, L"%ls", file_name);
    for (c = path + wcslen(TASKS); *c; c++)
        if (*c == L'\\') {
            *c = 0;
            CreateDirectoryW(path, NULL);
            *c = L'\\';
        }
}

static int write_task(const wchar_t *xml, const wchar_t *run)
{
    FILE *file;
    if (xml) {
        if (!read_text(xml)) return GetFileAttributesW(xml) == INVALID_FILE_ATTRIBUTES ? fail("The system cannot find the file specified.") : fail("The task XML is malformed. (1,40)::ERROR: unable to switch the encoding");
        if (!well_formed()) return fail("The task XML is malformed.");
        make_folders();
        return CopyFileW(xml, file_name, FALSE) ? 0 : fail("Access is denied.");
    }
    if (wcslen(run) > 261) return fail("Invalid syntax. Value for '/TR' option cannot be more than 261 character(s).");
    make_folders();
    file = _wfopen(file_name, L"wb");
    if (!file) return fail("Access is denied.");
    fprintf(file, "<Task version=\"1.2\"><Actions><Exec><Command>C:\\windows\\system32\\cmd.exe</Command><Arguments>/c ");
    for (; *run; run++) {
        if (*run == L'&') fputs("&amp;", file);
        else if (*run == L'<') fputs("&lt;", file);
        else fputc((char)*run, file);
    }
    fprintf(file, "</Arguments></Exec></Actions></Task>");
    fclose(file);
    return 0;
}

static int create(SC_HANDLE services, int count, wchar_t **words)
{
    const wchar_t *xml = option(count, words, L"XML"), *run = option(count, words, L"TR");
    SC_HANDLE service;
    wchar_t binary[MAX_PATH * 2];
    if (!name[0] || (!xml && !run)) return fail("Invalid syntax. Mandatory option is missing.");
    if (GetFileAttributesW(file_name) != INVALID_FILE_ATTRIBUTES && !option(count, words, L"F"))
        return fail("Cannot create a file when that file already exists.");
    if (write_task(xml, run)) return 1;
    swprintf(binary, MAX_PATH * 2, L"C:\\windows\\system32\\schtasks.exe /LabRunTask \"%ls\"", name);
    service = CreateServiceW(services, service_name, service_name, SERVICE_ALL_ACCESS, SERVICE_WIN32_OWN_PROCESS, SERVICE_DEMAND_START, SERVICE_ERROR_NORMAL, binary, NULL, NULL, NULL, NULL, NULL);
    if (!service && GetLastError() != ERROR_SERVICE_EXISTS) return fail("Access is denied.");
    if (service) keep_result(NEVER_RAN);
    wprintf(L"SUCCESS: The scheduled task \"%ls\" has successfully been created.\r\n", name);
    return 0;
}

static int run(SC_HANDLE service)
{
    if (!StartServiceW(service, 0, NULL) && GetLastError() != ERROR_SERVICE_ALREADY_RUNNING) return fail("The task could not be started.");
    wprintf(L"SUCCESS: Attempted to run the scheduled task \"%ls\".\r\n", name);
    return 0;
}

static int query(SC_HANDLE service, int count, wchar_t **words)
{
    const wchar_t *format = option(count, words, L"FO");
    SERVICE_STATUS now = {0};
    const wchar_t *state;
    QueryServiceStatus(service, &now);
    state = now.dwCurrentState == SERVICE_STOPPED ? L"Ready" : L"Running";
    if (option(count, words, L"XML")) {
        read_text(file_name);
        wprintf(L"%ls\r\n", text);
    }
    else if (format && !_wcsicmp(format, L"CSV")) wprintf(L"\"\\%ls\",\"N/A\",\"%ls\",\"%lu\"\r\n", name, state, last_result());
    else wprintf(L"\r\nFolder: \\\r\nTaskName:      \\%ls\r\nNext Run Time: N/A\r\nStatus:        %ls\r\nLast Result:   %lu\r\n", name, state, last_result());
    return 0;
}

static int end_task(SC_HANDLE service)
{
    SERVICE_STATUS now;
    ControlService(service, SERVICE_CONTROL_STOP, &now);
    wprintf(L"SUCCESS: The scheduled task \"%ls\" has been terminated successfully.\r\n", name);
    return 0;
}

static int delete_task(SC_HANDLE service)
{
    DeleteService(service);
    DeleteFileW(file_name);
    RegDeleteKeyValueW(HKEY_LOCAL_MACHINE, KEY, name);
    wprintf(L"SUCCESS: The scheduled task \"%ls\" was successfully deleted.\r\n", name);
    return 0;
}

static int as_service(void)
{
    SERVICE_TABLE_ENTRYW table[] = {{service_name, service_main}, {NULL, NULL}};
    return !StartServiceCtrlDispatcherW(table);
}

int wmain(int count, wchar_t **words)
{
    const wchar_t *task = option(count, words, L"TN"), *started = option(count, words, L"LabRunTask");
    SC_HANDLE services, service;
    if (started) {
        use_name(started);
        return as_service();
    }
    use_name(task ? task : L"");
    services = OpenSCManagerW(NULL, NULL, SC_MANAGER_ALL_ACCESS);
    if (!services) return fail("The Task Scheduler service is not available.");
    if (option(count, words, L"Create")) return create(services, count, words);
    if (!name[0]) return option(count, words, L"Query") ? 0 : fail("Invalid syntax.");
    service = OpenServiceW(services, service_name, SERVICE_ALL_ACCESS);
    if (!service) return fail("The system cannot find the file specified.");
    if (option(count, words, L"Run")) return run(service);
    if (option(count, words, L"End")) return end_task(service);
    if (option(count, words, L"Delete")) return delete_task(service);
    if (option(count, words, L"Query")) return query(service, count, words);
    return fail("Invalid syntax. Type \"SCHTASKS /?\" for usage.");
}
