# LAB stand-in for WinRM: WS-Man's command shell, over HTTPS with Basic and NTLM, over HTTP with sealed NTLM alone. Runs inside a Windows machine of the
# lab; commands go through winsh.exe as with the machine's sshd. The acceptor of NTLM is gss-ntlmssp, which is nobody's of ours.
# It reads /etc/lab/winrm.json: address, ports, account, limits. What it answers has the shape of Windows' answers.
import base64, html, json, os, re, signal, ssl, struct, subprocess, sys, threading, uuid
import xml.etree.ElementTree as ET
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

SETTINGS = json.load(open('/etc/lab/winrm.json'))
with open('/run/lab-ntlm', 'w') as users:
    users.write('%s:%s:%s\n' % (SETTINGS['domain'], SETTINGS['user'], SETTINGS['password']))
os.environ['NTLM_USER_FILE'] = '/run/lab-ntlm'
import gssapi

NTLM = gssapi.OID.from_int_seq('1.3.6.1.4.1.311.2.2.10')
SHELL = 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell'
SEALED = 'application/HTTP-SPNEGO-session-encrypted'
CHALLENGES = [('WWW-Authenticate', 'Negotiate'), ('WWW-Authenticate', 'Basic realm="WSMAN"')]
NAMESPACES = ('xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
              'xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" '
              'xmlns:rsp="%s" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"' % SHELL)
ENVIRONMENT = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': '/root', 'LC_ALL': 'C.UTF-8', 'WINEPREFIX': '/windows', 'WINEDEBUG': '-all', 'WINEDLLOVERRIDES': 'mshtml='}
DRIVE = '/windows/drive_c/'

TIMED_OUT = 2150858793       # nothing came within OperationTimeout: ask again
NO_SHELL = 2150858843        # the shell is gone
NO_COMMAND = 2150858843
TOO_MANY_SHELLS = 2150859173 # the user has as many as may be
BAD_REQUEST = 2150858752

shells = {}
shells_lock = threading.Lock()


class Fault(Exception):
    def __init__(self, code, text, subcode='w:InternalError'):
        self.code, self.text, self.subcode = code, text, subcode


class Command:
    """One program of a shell, with what it printed and nobody fetched yet."""

    def __init__(self, line, shell):
        self.output, self.changed, self.ended, self.exit_code = [], threading.Condition(), 0, None
        self.code_file = 'lab/code-%s' % uuid.uuid4()
        variables = {'LAB_COMMAND': line, 'LAB_CODE': 'C:\\' + self.code_file.replace('/', '\\'), **shell.variables}
        if shell.directory:
            variables['LAB_DIRECTORY'] = shell.directory
        self.process = subprocess.Popen(['wine', 'C:\\lab\\winsh.exe'], cwd=DRIVE, env={**ENVIRONMENT, **variables}, start_new_session=True,
                                        stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
        for name, stream in (('stdout', self.process.stdout), ('stderr', self.process.stderr)):
            threading.Thread(target=self.collect, args=(name, stream), daemon=True).start()

    def collect(self, name, stream):
        for data in iter(lambda: stream.read1(32768), b''):
            with self.changed:
                self.output.append((name, data))
                self.changed.notify_all()
        with self.changed:
            self.ended += 1
            if self.ended == 2:
                self.process.wait()
                self.exit_code = self.noted_code()
            self.changed.notify_all()

    def noted_code(self):
        try:
            with open(DRIVE + self.code_file) as file:
                return int(file.read())
        except OSError:
            return 1  # killed
        finally:
            try: os.remove(DRIVE + self.code_file)
            except OSError: pass

    def fetch(self, seconds, most):
        with self.changed:
            self.changed.wait_for(lambda: self.output or self.exit_code is not None, seconds)
            if not self.output and self.exit_code is None:
                raise Fault(TIMED_OUT, 'The WS-Management service cannot complete the operation within the time specified in OperationTimeout.', 'w:TimedOut')
            taken, size = [], 0
            while self.output and (not taken or size + len(self.output[0][1]) < most):
                taken.append(self.output.pop(0))
                size += len(taken[-1][1])
            return taken, None if self.output else self.exit_code

    def kill(self):
        try: os.killpg(self.process.pid, signal.SIGKILL)
        except ProcessLookupError: pass


class Shell:
    def __init__(self, request):
        self.id, self.commands = str(uuid.uuid4()).upper(), {}
        directory = element(request, 'WorkingDirectory')
        self.directory = directory.text if directory is not None else None
        self.variables = {each.get('Name'): each.text or '' for each in request.iter() if each.tag.endswith('}Variable')}

    def close(self):
        for command in self.commands.values():
            if command.exit_code is None:
                command.kill()


def element(root, name):
    return next((each for each in root.iter() if each.tag.rsplit('}', 1)[-1] == name), None)


def text_of(root, name):
    found = element(root, name)
    return found.text if found is not None and found.text else ''


def duration(text):
    """Of ISO 8601, as clients write it: PT60S, PT1M0S, PT60.000S."""
    match = re.fullmatch(r'P(?:\d+D)?T(?:(\d+)H)?(?:(\d+)M)?(?:([\d.]+)S)?', text or 'PT60S')
    hours, minutes, seconds = match.groups() if match else (None, None, '60')
    return int(hours or 0) * 3600 + int(minutes or 0) * 60 + float(seconds or 0)


def envelope(action, relates, body):
    return ('<s:Envelope %s><s:Header><a:Action>%s</a:Action><a:MessageID>uuid:%s</a:MessageID><a:To>http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous</a:To>'
            '<a:RelatesTo>%s</a:RelatesTo></s:Header><s:Body>%s</s:Body></s:Envelope>' % (NAMESPACES, action, str(uuid.uuid4()).upper(), html.escape(relates), body)).encode()


def fault_envelope(fault):
    words = html.escape(fault.text)
    body = ('<s:Fault><s:Code><s:Value>s:Receiver</s:Value><s:Subcode><s:Value>%s</s:Value></s:Subcode></s:Code><s:Reason><s:Text xml:lang="en-US">%s</s:Text></s:Reason>'
            '<s:Detail><f:WSManFault xmlns:f="http://schemas.microsoft.com/wbem/wsman/1/wsmanfault" Code="%s" Machine="%s"><f:Message>%s</f:Message></f:WSManFault></s:Detail></s:Fault>'
            % (fault.subcode, words, fault.code, SETTINGS['hostName'], words))
    return envelope('http://schemas.dmtf.org/wbem/wsman/1/wsman/fault', '', body)


def create(root, action, message):
    with shells_lock:
        if len(shells) >= SETTINGS['maxShellsPerUser']:
            raise Fault(TOO_MANY_SHELLS, 'The WS-Management service cannot process the request. The maximum number of concurrent shells for this user has been exceeded. '
                        'Close existing shells or raise the quota for this user.', 'w:QuotaLimit')
        shell = Shell(root)
        shells[shell.id] = shell
    return envelope(action + 'Response', message,
                    '<x:ResourceCreated><a:Address>http://%s/wsman</a:Address><a:ReferenceParameters><w:ResourceURI>%s/cmd</w:ResourceURI><w:SelectorSet><w:Selector Name="ShellId">%s</w:Selector>'
                    '</w:SelectorSet></a:ReferenceParameters></x:ResourceCreated><rsp:Shell><rsp:ShellId>%s</rsp:ShellId><rsp:ResourceUri>%s/cmd</rsp:ResourceUri><rsp:Owner>%s</rsp:Owner>'
                    '<rsp:ClientIP>127.0.0.1</rsp:ClientIP><rsp:IdleTimeOut>PT7200.000S</rsp:IdleTimeOut><rsp:InputStreams>stdin</rsp:InputStreams><rsp:OutputStreams>stdout stderr</rsp:OutputStreams>'
                    '<rsp:ShellRunTime>P0DT0H0M0S</rsp:ShellRunTime><rsp:ShellInactivity>P0DT0H0M0S</rsp:ShellInactivity></rsp:Shell>'
                    % (SETTINGS['address'], SHELL, shell.id, shell.id, SHELL, html.escape('%s\\%s' % (SETTINGS['hostName'], SETTINGS['user']))))


def enumerate_shells(action, message):
    items = ''.join('<rsp:Shell><rsp:ShellId>%s</rsp:ShellId><rsp:State>Connected</rsp:State></rsp:Shell>' % each for each in shells)
    return envelope(action + 'Response', message, '<n:EnumerateResponse xmlns:n="http://schemas.xmlsoap.org/ws/2004/09/enumeration"><w:Items>%s</w:Items>'
                    '<w:EndOfSequence/></n:EnumerateResponse>' % items)


def receive(command, command_id, message, seconds, most):
    parts, code = command.fetch(seconds, most * 5 // 10)  # base64 and the envelope need the rest
    streams = ''.join('<rsp:Stream Name="%s" CommandId="%s">%s</rsp:Stream>' % (name, command_id, base64.b64encode(data).decode()) for name, data in parts)
    state = 'Running'
    if code is not None:
        streams += ''.join('<rsp:Stream Name="%s" CommandId="%s" End="true"></rsp:Stream>' % (name, command_id) for name in ('stdout', 'stderr'))
        state = 'Done'
    exit_code = '' if code is None else '<rsp:ExitCode>%d</rsp:ExitCode>' % (code - 2**32 if code >= 2**31 else code)
    return envelope(SHELL + '/ReceiveResponse', message, '<rsp:ReceiveResponse>%s<rsp:CommandState CommandId="%s" State="%s/CommandState/%s">%s</rsp:CommandState></rsp:ReceiveResponse>'
                    % (streams, command_id, SHELL, state, exit_code))


def send(command, root, message):
    stream = element(root, 'Stream')
    try:
        command.process.stdin.write(base64.b64decode(stream.text or ''))
        command.process.stdin.flush()
        if (stream.get('End') or '').lower() == 'true':
            command.process.stdin.close()
    except (BrokenPipeError, ValueError):
        pass  # the program does not read any more
    return envelope(SHELL + '/SendResponse', message, '<rsp:SendResponse/>')


def answer(data):
    try: root = ET.fromstring(data)
    except ET.ParseError: raise Fault(BAD_REQUEST, 'The request is not valid XML.', 'w:SchemaValidationError')
    action, message = text_of(root, 'Action'), text_of(root, 'MessageID')
    most = min(int(text_of(root, 'MaxEnvelopeSize') or 153600), SETTINGS['maxEnvelopeBytes'])
    operation = action.rsplit('/', 1)[-1]
    if operation == 'Identify' or element(root, 'Identify') is not None:
        return envelope(action, message, '<i:IdentifyResponse xmlns:i="http://schemas.dmtf.org/wbem/wsman/identity/1/wsmanidentity.xsd"><i:ProductVendor>Microsoft Corporation</i:ProductVendor></i:IdentifyResponse>')
    if operation == 'Create':
        return create(root, action, message)
    if operation == 'Enumerate':
        return enumerate_shells(action, message)
    shell_id = next((each.text for each in root.iter() if each.get('Name') == 'ShellId'), None)
    shell = shells.get((shell_id or '').upper())
    if not shell:
        raise Fault(NO_SHELL, 'The request for the Windows Remote Shell with ShellId %s failed because the shell was not found on the server. Possible causes are: the specified ShellId '
                    'is incorrect or the shell no longer exists on the server. Provide the correct ShellId or create a new shell and retry the operation.' % shell_id, 'w:InvalidSelectors')
    if operation == 'Delete':
        shells.pop(shell.id).close()
        return envelope(action + 'Response', message, '')
    if operation == 'Command':
        words = [text_of(root, 'Command')] + [each.text or '' for each in root.iter() if each.tag.endswith('}Arguments')]
        command_id = (element(root, 'CommandLine').get('CommandId') or str(uuid.uuid4())).upper()
        shell.commands[command_id] = Command(' '.join(word for word in words if word), shell)
        return envelope(SHELL + '/CommandResponse', message, '<rsp:CommandResponse><rsp:CommandId>%s</rsp:CommandId></rsp:CommandResponse>' % command_id)
    command_id = next((each.get('CommandId') for each in root.iter() if each.get('CommandId')), '')
    command = shell.commands.get(command_id.upper())
    if not command:
        raise Fault(NO_COMMAND, 'The WinRM client sent a request for command %s, which the shell does not know.' % command_id, 'w:InvalidParameter')
    if operation == 'Receive':
        return receive(command, command_id, message, duration(text_of(root, 'OperationTimeout')), most)
    if operation == 'Send':
        return send(command, root, message)
    if operation == 'Signal':
        code = text_of(root, 'Code').rsplit('/', 1)[-1]
        if command.exit_code is None and code in ('terminate', 'ctrl_c', 'Terminate'):
            command.kill()
        if code.lower() == 'terminate' and command.exit_code is not None:
            shell.commands.pop(command_id.upper(), None)
        return envelope(SHELL + '/SignalResponse', message, '<rsp:SignalResponse/>')
    raise Fault(BAD_REQUEST, 'The action %s is not supported.' % action, 'w:ActionNotSupported')


class Listener(BaseHTTPRequestHandler):
    """A connection: NTLM is bound to it."""
    protocol_version = 'HTTP/1.1'
    server_version = 'Microsoft-HTTPAPI/2.0'
    sys_version = ''
    disable_nagle_algorithm = True
    context, admitted = None, False

    def log_message(self, *_):
        pass

    def reply(self, status, body=b'', kind='application/soap+xml;charset=UTF-8', headers=()):
        self.send_response(status)
        for name, value in headers:
            self.send_header(name, value)
        if body:
            self.send_header('Content-Type', kind)
        self.send_header('Content-Length', str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    @property
    def is_tls(self):
        return isinstance(self.connection, ssl.SSLSocket)

    def admit(self):
        """True when the caller is who he says; else the answer was sent."""
        given = self.headers.get('Authorization', '')
        scheme, _, token = given.partition(' ')
        if scheme == 'Basic':
            self.admitted = self.is_tls and base64.b64decode(token).decode('utf-8', 'replace') == '%s:%s' % (SETTINGS['user'], SETTINGS['password'])
        elif scheme in ('Negotiate', 'NTLM'):
            return self.admit_ntlm(base64.b64decode(token), scheme)
        if not self.admitted:
            self.reply(401, headers=CHALLENGES if self.is_tls else CHALLENGES[:1])
        return self.admitted

    def admit_ntlm(self, token, scheme):
        if token[8:9] == b'\x01' or self.context is None:
            self.context = gssapi.SecurityContext(creds=gssapi.Credentials(usage='accept', mechs=[NTLM]), usage='accept')
        try:
            out = self.context.step(token)
        except Exception:
            self.context, self.admitted = None, False
            self.reply(401, headers=CHALLENGES)
            return False
        if self.context.complete:
            self.admitted = True
            return True
        self.reply(401, headers=[('WWW-Authenticate', '%s %s' % (scheme, base64.b64encode(out).decode()))])
        return False

    def do_POST(self):
        data = self.rfile.read(int(self.headers.get('Content-Length') or 0))
        if self.path.split('?')[0] != '/wsman':
            return self.reply(404)
        if not self.admit():
            return
        if len(data) > SETTINGS['maxEnvelopeBytes'] * 2:
            return self.reply(413)
        if not data:
            return self.reply(200)
        sealed = 'multipart/encrypted' in self.headers.get('Content-Type', '')
        if sealed:
            data = self.unseal(data)
        elif not self.is_tls:
            return self.reply(500)  # AllowUnencrypted is false
        try:
            status, out = 200, answer(data)
        except Fault as fault:
            status, out = 500, fault_envelope(fault)
        if not sealed:
            return self.reply(status, out)
        self.reply(status, self.seal(out), 'multipart/encrypted;protocol="%s";boundary="Encrypted Boundary"' % SEALED)

    def unseal(self, data):
        mark = b'application/octet-stream\r\n'
        begin = data.index(mark) + len(mark) + 4
        return self.context.unwrap(data[begin:data.rindex(b'--Encrypted Boundary--')]).message

    def seal(self, out):
        wrapped = self.context.wrap(out, True).message
        head = ('--Encrypted Boundary\r\n\tContent-Type: %s\r\n\tOriginalContent: type=application/soap+xml;charset=UTF-8;Length=%d\r\n'
                '--Encrypted Boundary\r\n\tContent-Type: application/octet-stream\r\n' % (SEALED, len(out))).encode()
        return head + struct.pack('<i', 16) + wrapped + b'--Encrypted Boundary--\r\n'


def listen(port, tls):
    server = ThreadingHTTPServer((SETTINGS['address'], port), Listener)
    server.daemon_threads = True
    if tls:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain('/etc/lab/winrm-certificate.pem', '/etc/lab/winrm-key.pem')
        server.socket = context.wrap_socket(server.socket, server_side=True, do_handshake_on_connect=False)
    threading.Thread(target=server.serve_forever, daemon=True).start()


listen(SETTINGS['httpsPort'], True)
listen(SETTINGS['httpPort'], False)
open('/run/lab-winrm-answers', 'w').close()
threading.Event().wait()
