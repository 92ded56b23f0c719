# LAB stand-in for WinRM: what each operation of the command shell does.
import base64, html, threading, uuid
import xml.etree.ElementTree as ET
from winrm_shells import Command, Shell
from winrm_soap import BAD_REQUEST, NO_COMMAND, NO_SHELL, SETTINGS, SHELL, TOO_MANY_SHELLS, Fault, duration, element, envelope, text_of

shells = {}
shells_lock = threading.Lock()


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
