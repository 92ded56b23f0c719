# LAB stand-in for WinRM: WS-Man's command shell, over HTTPS with Basic and NTLM, over HTTP with sealed NTLM alone. Runs inside a Windows machine of the
# lab; commands go through winsh.exe as with the machine's sshd. The acceptor of NTLM is gss-ntlmssp, which is nobody's of ours.
# It reads /etc/lab/winrm.json: address, ports, account, limits. What it answers has the shape of Windows' answers.
import base64, os, ssl, struct, threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from winrm_operations import answer
from winrm_soap import SETTINGS, Fault, fault_envelope

with open('/run/lab-ntlm', 'w') as users:
    users.write('%s:%s:%s\n' % (SETTINGS['domain'], SETTINGS['user'], SETTINGS['password']))
os.environ['NTLM_USER_FILE'] = '/run/lab-ntlm'
import gssapi

NTLM = gssapi.OID.from_int_seq('1.3.6.1.4.1.311.2.2.10')
SEALED = 'application/HTTP-SPNEGO-session-encrypted'
CHALLENGES = [('WWW-Authenticate', 'Negotiate'), ('WWW-Authenticate', 'Basic realm="WSMAN"')]


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
