/*
 * What the lab's programs for the Mobility service share. LAB - not Microsoft's: names, switches, exit codes, files and registry values are those of
 * the real programs as far as they are documented; nothing of their code or content is in here.
 */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <wincrypt.h>
#include <stdio.h>
#include <stdarg.h>
#include <wchar.h>

#define PRODUCT_CODE L"{275197FC-14FD-4560-A5EB-38217F80CBD1}"
#define PRODUCT_KEY L"SOFTWARE\\InMage Systems\\Installed Products\\5"
#define SETUP_LOGS L"C:\\ProgramData\\ASRSetupLogs"
#define SECRETS L"C:\\ProgramData\\Microsoft Azure Site Recovery"
#define DRIVER_FILE L"C:\\windows\\system32\\drivers\\indskflt.sys"
#define DISK_CLASS L"SYSTEM\\CurrentControlSet\\Control\\Class\\{4d36e967-e325-11ce-bfc1-08002be10318}"
#define TEXT_SIZE 2048

static wchar_t log_file[MAX_PATH], errors_file[MAX_PATH];

static void say(const wchar_t *format, ...)
{
    SYSTEMTIME now;
    va_list values;
    wchar_t message[TEXT_SIZE];
    FILE *file;
    va_start(values, format);
    vswprintf(message, TEXT_SIZE, format, values);
    va_end(values);
    wprintf(L"%ls\r\n", message);
    fflush(stdout);
    CreateDirectoryW(SETUP_LOGS, NULL);
    file = _wfopen(log_file, L"ab");
    if (!file) return;
    GetLocalTime(&now);
    fprintf(file, "%04d-%02d-%02d %02d:%02d:%02d %ls\r\n", now.wYear, now.wMonth, now.wDay, now.wHour, now.wMinute, now.wSecond, message);
    fclose(file);
}

static int finish(int code, const wchar_t *message)
{
    say(L"%ls - exit code %d", message, code);
    return code;
}

/* Where /ValidationsOutputJsonFilePath says. */
static int finish_with_json(int code, const wchar_t *name, const wchar_t *message)
{
    FILE *file = errors_file[0] ? _wfopen(errors_file, L"wb") : NULL;
    if (file) {
        fprintf(file, "{\"Errors\":[{\"error_name\":\"%ls\",\"error_params\":{},\"default_message\":\"%ls\"}]}\n", name, message);
        fclose(file);
    }
    return finish(code, message);
}

/* The value of a parameter, an empty text for one without, NULL when it is not there. Marks are / and -, names in any case. */
static const wchar_t *parameter(int count, wchar_t **words, const wchar_t *name)
{
    int i;
    for (i = 1; i < count; i++) {
        if ((words[i][0] != L'/' && words[i][0] != L'-') || _wcsicmp(words[i] + 1, name)) continue;
        return i + 1 < count && words[i + 1][0] != L'/' ? words[i + 1] : L"";
    }
    return NULL;
}

/* An order of the lab's: C:\lab\faults has a line NAME=value for each. */
static int fault(const char *name, char *value, size_t size)
{
    char line[256];
    size_t length = strlen(name);
    FILE *file = fopen("C:\\lab\\faults", "rb");
    value[0] = 0;
    while (file && fgets(line, sizeof(line), file))
        if (!strncmp(line, name, length) && line[length] == '=') {
            snprintf(value, size, "%s", line + length + 1);
            value[strcspn(value, "\r\n")] = 0;
        }
    if (file) fclose(file);
    return value[0] != 0;
}

static int ordered(const char *name)
{
    char value[64];
    return fault(name, value, sizeof(value));
}

/* Takes the order back, so that it counts once. */
static int ordered_once(const char *name)
{
    char path[128];
    if (!ordered(name)) return 0;
    snprintf(path, sizeof(path), "C:\\lab\\done-%s", name);
    if (GetFileAttributesA(path) != INVALID_FILE_ATTRIBUTES) return 0;
    fclose(fopen(path, "wb"));
    return 1;
}

static int read_value(const wchar_t *key, const wchar_t *name, wchar_t *value, DWORD characters)
{
    DWORD size = characters * sizeof(wchar_t);
    HKEY opened;
    LONG result;
    value[0] = 0;
    if (RegOpenKeyExW(HKEY_LOCAL_MACHINE, key, 0, KEY_QUERY_VALUE | KEY_WOW64_32KEY, &opened)) return 0;
    result = RegGetValueW(opened, NULL, name, RRF_RT_REG_SZ, NULL, value, &size);
    RegCloseKey(opened);
    return !result && value[0];
}

static void write_value(const wchar_t *key, const wchar_t *name, const wchar_t *value)
{
    HKEY opened;
    if (RegCreateKeyExW(HKEY_LOCAL_MACHINE, key, 0, NULL, 0, KEY_SET_VALUE | KEY_WOW64_32KEY, NULL, &opened, NULL)) return;
    RegSetValueExW(opened, name, 0, REG_SZ, (const BYTE *)value, (wcslen(value) + 1) * sizeof(wchar_t));
    RegCloseKey(opened);
}

static int exists(const wchar_t *path)
{
    return GetFileAttributesW(path) != INVALID_FILE_ATTRIBUTES;
}

static void make_folders(const wchar_t *path)
{
    wchar_t part[MAX_PATH], *c;
    swprintf(part, MAX_PATH, L"%ls", path);
    for (c = part + 3; *c; c++)
        if (*c == L'\\') {
            *c = 0;
            CreateDirectoryW(part, NULL);
            *c = L'\\';
        }
    CreateDirectoryW(part, NULL);
}

/* Runs a program to its end and gives its whole exit code. */
static DWORD run_line(const wchar_t *given)
{
    STARTUPINFOW start = {sizeof(start)};
    PROCESS_INFORMATION process;
    DWORD code = 1;
    wchar_t line[TEXT_SIZE];
    swprintf(line, TEXT_SIZE, L"%ls", given);
    if (!CreateProcessW(NULL, line, NULL, NULL, FALSE, CREATE_NO_WINDOW, NULL, NULL, &start, &process)) return 1;
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return code;
}

static void restart_now(void)
{
    run_line(L"C:\\windows\\system32\\shutdown.exe /r /t 0");
    Sleep(INFINITE);
}

/* The troubles in the middle of an installation. */
static void obey_in_the_middle(void)
{
    while (ordered("HANG")) Sleep(200);
    while (ordered("WAIT")) Sleep(100);
    if (ordered_once("REBOOT")) restart_now();
}

static int parse_version(const wchar_t *text, int *fields)
{
    return swscanf(text, L"%d.%d.%d.%d", fields, fields + 1, fields + 2, fields + 3) == 4;
}

static int compare_versions(const wchar_t *one, const wchar_t *other)
{
    int a[4] = {0}, b[4] = {0}, i;
    parse_version(one, a);
    parse_version(other, b);
    for (i = 0; i < 4; i++)
        if (a[i] != b[i]) return a[i] < b[i] ? -1 : 1;
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
