/*
 * MobilityServiceInstaller.exe: LAB INSTALLER - not Microsoft's. Unpacks what is appended to it: `/q /x:FOLDER`.
 * The appendix: for each file its name (a length byte, then ASCII), its size (32 bits, little endian) and its bytes; at the end of all, the appendix'
 * size (32 bits) and the mark LABSFX01.
 */
#include "lab-agent.h"

static int unpack(const wchar_t *target)
{
    wchar_t self[MAX_PATH], path[2 * MAX_PATH];
    char mark[9] = {0}, name[256];
    DWORD size, length;
    unsigned char name_length;
    static char block[65536];
    long end;
    FILE *archive, *file;
    GetModuleFileNameW(NULL, self, MAX_PATH);
    if (!(archive = _wfopen(self, L"rb"))) return 1;
    fseek(archive, -12, SEEK_END);
    end = ftell(archive);
    if (fread(&size, 4, 1, archive) != 1 || fread(mark, 8, 1, archive) != 1 || strcmp(mark, "LABSFX01")) return 1;
    fseek(archive, end - (long)size, SEEK_SET);
    make_folders(target);
    while (ftell(archive) < end) {
        if (fread(&name_length, 1, 1, archive) != 1 || fread(name, name_length, 1, archive) != 1 || fread(&length, 4, 1, archive) != 1) return 1;
        name[name_length] = 0;
        swprintf(path, 2 * MAX_PATH, L"%ls\\%hs", target, name);
        if (!(file = _wfopen(path, L"wb"))) return 1;
        while (length) {
            DWORD part = length < sizeof(block) ? length : sizeof(block);
            if (fread(block, 1, part, archive) != part || fwrite(block, 1, part, file) != part) return 1;
            length -= part;
        }
        if (fclose(file)) return 1;
    }
    return 0;
}

int wmain(int count, wchar_t **words)
{
    int i;
    for (i = 1; i < count; i++) {
        if (_wcsnicmp(words[i], L"/x:", 3)) continue;
        if (ordered("VIRUS_SCANNER")) return 5;
        return unpack(words[i] + 3);
    }
    printf("LAB INSTALLER: MobilityServiceInstaller.exe /q /x:FOLDER\r\n");
    return 1;
}
