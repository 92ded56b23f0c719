/*
 * UnifiedAgentConfigurator.exe: LAB CONFIGURATOR - not Microsoft's. Registers the stand-in agent with the server that C:\lab\configuration-server
 * describes: its address, and digests of its passphrase and of config.json.
 */
#include "lab-agent.h"

static const wchar_t *server, *passphrase, *source;
static char address[256], passphrase_digest[72], config_digest[72];
static wchar_t folder[MAX_PATH], conf[MAX_PATH + 64];

static void read_server(void)
{
    char line[256];
    FILE *file = fopen("C:\\lab\\configuration-server", "rb");
    while (file && fgets(line, sizeof(line), file)) {
        line[strcspn(line, "\r\n")] = 0;
        if (!strncmp(line, "ADDRESS=", 8)) snprintf(address, sizeof(address), "%s", line + 8);
        if (!strncmp(line, "PASSPHRASE_SHA256=", 18)) snprintf(passphrase_digest, 65, "%s", line + 18);
        if (!strncmp(line, "CONFIG_SHA256=", 14)) snprintf(config_digest, 65, "%s", line + 14);
    }
    if (file) fclose(file);
}

/* Of a file without its line ends; the text stays in `bytes`. */
static int digest_is(const wchar_t *path, const char *expected, char *bytes, DWORD most)
{
    BYTE hash[32];
    char hex[65];
    DWORD size = 0, length = 0, i;
    HCRYPTPROV provider;
    HCRYPTHASH digest;
    int c;
    FILE *file = _wfopen(path, L"rb");
    if (!file) return -1;
    while ((c = fgetc(file)) != EOF && size < most - 1)
        if (c != '\r' && c != '\n') bytes[size++] = (char)c;
    bytes[size] = 0;
    fclose(file);
    length = sizeof(hash);
    CryptAcquireContextW(&provider, NULL, NULL, PROV_RSA_AES, CRYPT_VERIFYCONTEXT);
    CryptCreateHash(provider, CALG_SHA_256, 0, 0, &digest);
    CryptHashData(digest, (BYTE *)bytes, size, 0);
    CryptGetHashParam(digest, HP_HASHVAL, hash, &length, 0);
    for (i = 0; i < 32; i++) sprintf(hex + 2 * i, "%02x", hash[i]);
    return !strcmp(hex, expected);
}

static void read_hostname(wchar_t *value)
{
    char line[256];
    FILE *file = _wfopen(conf, L"rb");
    value[0] = 0;
    while (file && fgets(line, sizeof(line), file))
        if (!strncmp(line, "Hostname=", 9)) {
            line[strcspn(line, "\r\n")] = 0;
            swprintf(value, 256, L"%hs", line + 9);
        }
    if (file) fclose(file);
}

static void write_hostname(const char *value)
{
    char text[4096] = "", line[256];
    FILE *file = _wfopen(conf, L"rb");
    while (file && fgets(line, sizeof(line), file)) {
        if (!strncmp(line, "Hostname=", 9)) snprintf(line, sizeof(line), "Hostname=%s\r\n", value);
        strncat(text, line, sizeof(text) - strlen(text) - 1);
    }
    if (file) fclose(file);
    if (!(file = _wfopen(conf, L"wb"))) return;
    fputs(text, file);
    fclose(file);
}

static int refuse(int code, const wchar_t *name, const wchar_t *message)
{
    write_value(PRODUCT_KEY, L"AgentConfigurationStatus", L"Failed");
    return name ? finish_with_json(code, name, message) : finish(code, message);
}

static int accept_machine(void)
{
    write_hostname(address);
    write_value(PRODUCT_KEY, L"AgentConfigurationStatus", L"Succeeded");
    if (run_line(L"C:\\windows\\system32\\net.exe start svagents") > 2) return finish(44, L"The services do not start.");
    return finish(0, L"Registered.");
}

static int classic(void)
{
    static char bytes[4096];
    wchar_t known[256], status[64], path[MAX_PATH], wanted[256];
    FILE *file;
    int right;
    read_hostname(known);
    read_value(PRODUCT_KEY, L"AgentConfigurationStatus", status, 64);
    if (known[0] && wcscmp(known, server) && !wcscmp(status, L"Succeeded")) return finish(13, L"The agent is registered with another configuration server.");
    swprintf(wanted, 256, L"%hs", address);
    if (!address[0] || wcscmp(wanted, server)) {
        say(L"post request: (7) - Couldn't connect to server");
        return refuse(14, NULL, L"No configuration server answers at this address.");
    }
    right = digest_is(passphrase, passphrase_digest, bytes, sizeof(bytes));
    if (right < 0) return refuse(14, NULL, L"The passphrase file cannot be read.");
    if (!right) return refuse(14, NULL, L"The configuration server refuses the passphrase.");
    if (ordered("REGISTRATION_FAILS")) return refuse(17, NULL, L"The configuration server does not answer the registration.");
    swprintf(path, MAX_PATH, L"%ls\\private", SECRETS);
    make_folders(path);
    wcscat(path, L"\\connection.passphrase");
    if ((file = _wfopen(path, L"wb"))) {
        fputs(bytes, file);
        fclose(file);
    }
    return accept_machine();
}

static int modernized(void)
{
    static char bytes[65536];
    wchar_t path[MAX_PATH + 64];
    int right = digest_is(source, config_digest, bytes, sizeof(bytes));
    if (right < 0) return refuse(19, NULL, L"The file of /SourceConfigFilePath cannot be read.");
    if (!address[0]) {
        say(L"post request: (7) - Couldn't connect to server");
        return refuse(97, L"ASRMobilityServiceInternalError", L"The appliance does not answer.");
    }
    if (!right) return refuse(97, L"ASRMobilityServiceInternalError", L"The appliance refuses config.json.");
    if (ordered("REGISTRATION_FAILS")) return refuse(97, L"ASRMobilityServiceInternalError", L"The appliance does not answer the registration.");
    swprintf(path, MAX_PATH + 64, L"%ls\\Application Data\\etc\\SourceConfig.json", folder);
    CopyFileW(source, path, FALSE);
    return accept_machine();
}

int wmain(int count, wchar_t **words)
{
    const wchar_t *given, *cs_type = parameter(count, words, L"CSType");
    swprintf(log_file, MAX_PATH, L"%ls\\ASRUnifiedAgentConfigurator.log", SETUP_LOGS);
    if ((given = parameter(count, words, L"LogFilePath")) && *given) swprintf(log_file, MAX_PATH, L"%ls", given);
    if ((given = parameter(count, words, L"ValidationsOutputJsonFilePath"))) swprintf(errors_file, MAX_PATH, L"%ls", given);
    GetModuleFileNameW(NULL, folder, MAX_PATH);
    *wcsrchr(folder, L'\\') = 0;
    swprintf(conf, MAX_PATH + 64, L"%ls\\Application Data\\etc\\drscout.conf", folder);
    say(L"LAB CONFIGURATOR - not Microsoft's");
    read_server();
    if (parameter(count, words, L"Unconfigure")) {
        write_hostname("");
        write_value(PRODUCT_KEY, L"AgentConfigurationStatus", L"");
        return finish(0, L"Unregistered.");
    }
    server = parameter(count, words, L"CSEndPoint");
    passphrase = parameter(count, words, L"PassphraseFilePath");
    source = parameter(count, words, L"SourceConfigFilePath");
    if (cs_type && !_wcsicmp(cs_type, L"CSPrime")) return source && *source ? modernized() : finish(3, L"/SourceConfigFilePath is missing.");
    if (!server || !*server || !passphrase || !*passphrase) return finish(3, L"/CSEndPoint or /PassphraseFilePath is missing.");
    return classic();
}
