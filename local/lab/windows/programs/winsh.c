/*
 * winsh.exe of the lab: hands a command line to the shell as Windows' sshd and WinRM do, and notes its whole exit code.
 * The line comes in the environment, because words on a command line would be quoted once more on their way through Wine.
 *   LAB_COMMAND    the line
 *   LAB_SHELL      cmd (default), powershell, or none: then the line itself is the program
 *   LAB_DIRECTORY  where it runs; default the user's folder
 *   LAB_CODE       the file for the exit code
 * The shell is in a job that ends with this program, and that programs may leave who ask for it.
 */
#define _WIN32_WINNT 0x0601
#include <windows.h>
#include <stdio.h>
#include <wchar.h>

#define MOST 65536
#define MOST_OF_CMD 8191

static wchar_t command[MOST], shell[64], directory[MAX_PATH], code_file[MAX_PATH], line[MOST + 256];

static void note(DWORD code)
{
    wchar_t part[MAX_PATH + 8];
    FILE *file;
    if (!code_file[0]) return;
    swprintf(part, MAX_PATH + 8, L"%ls.part", code_file);
    file = _wfopen(part, L"wb");
    if (!file) return;
    fprintf(file, "%lu", (unsigned long)code);
    fclose(file);
    MoveFileExW(part, code_file, MOVEFILE_REPLACE_EXISTING);
}

static int end(DWORD code)
{
    note(code);
    return (int)code;
}

static void print_error(const char *text)
{
    DWORD written;
    WriteFile(GetStdHandle(STD_ERROR_HANDLE), text, lstrlenA(text), &written, NULL);
}

static HANDLE inherited(DWORD which)
{
    HANDLE handle = GetStdHandle(which);
    SetHandleInformation(handle, HANDLE_FLAG_INHERIT, HANDLE_FLAG_INHERIT);
    return handle;
}

int wmain(void)
{
    JOBOBJECT_EXTENDED_LIMIT_INFORMATION limits = {0};
    STARTUPINFOW start = {sizeof(start)};
    PROCESS_INFORMATION process;
    HANDLE job;
    DWORD code;

    GetEnvironmentVariableW(L"LAB_COMMAND", command, MOST);
    GetEnvironmentVariableW(L"LAB_SHELL", shell, 64);
    GetEnvironmentVariableW(L"LAB_CODE", code_file, MAX_PATH);
    if (!GetEnvironmentVariableW(L"LAB_DIRECTORY", directory, MAX_PATH)) GetEnvironmentVariableW(L"USERPROFILE", directory, MAX_PATH);
    SetEnvironmentVariableW(L"LAB_COMMAND", NULL);
    SetEnvironmentVariableW(L"LAB_SHELL", NULL);
    SetEnvironmentVariableW(L"LAB_CODE", NULL);
    SetEnvironmentVariableW(L"LAB_DIRECTORY", NULL);

    if (!wcscmp(shell, L"none")) swprintf(line, MOST + 256, L"%ls", command);
    else if (!wcscmp(shell, L"powershell"))
        swprintf(line, MOST + 256, L"\"C:\\windows\\system32\\WindowsPowerShell\\v1.0\\powershell.exe\" -c \"%ls\"", command);
    else if (wcslen(command) > MOST_OF_CMD) { /* Wine's cmd.exe crashes, Windows' says this */
        print_error("The command line is too long.\r\n");
        return end(1);
    }
    else swprintf(line, MOST + 256, L"\"C:\\windows\\system32\\cmd.exe\" /c \"%ls\"", command);

    job = CreateJobObjectW(NULL, NULL);
    limits.BasicLimitInformation.LimitFlags = JOB_OBJECT_LIMIT_KILL_ON_JOB_CLOSE | JOB_OBJECT_LIMIT_BREAKAWAY_OK;
    SetInformationJobObject(job, JobObjectExtendedLimitInformation, &limits, sizeof(limits));
    start.dwFlags = STARTF_USESTDHANDLES;
    start.hStdInput = inherited(STD_INPUT_HANDLE);
    start.hStdOutput = inherited(STD_OUTPUT_HANDLE);
    start.hStdError = inherited(STD_ERROR_HANDLE);
    /* A console without a window: PowerShell ends silently where there is none. */
    if (!CreateProcessW(NULL, line, NULL, NULL, TRUE, CREATE_NO_WINDOW | CREATE_SUSPENDED, NULL, directory[0] ? directory : NULL, &start, &process)) {
        print_error("The system cannot find the file specified.\r\n");
        return end(1);
    }
    AssignProcessToJobObject(job, process.hProcess);
    ResumeThread(process.hThread);
    CloseHandle(start.hStdInput); /* else a closed pipe would not be seen by the shell's children */
    WaitForSingleObject(process.hProcess, INFINITE);
    GetExitCodeProcess(process.hProcess, &code);
    return end(code);
}
