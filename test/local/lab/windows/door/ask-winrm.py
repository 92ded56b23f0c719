# Asks a machine over WinRM as pywinrm does, and prints what came back as one line of JSON each.
import json, sys, warnings
from winrm.exceptions import InvalidCredentialsError
from winrm.protocol import Protocol

warnings.filterwarnings('ignore')
address, user, password = sys.argv[1:4]


def client(transport, url, password):
    return Protocol(endpoint=url % address, transport=transport, username=user, password=password, server_cert_validation='ignore',
                    operation_timeout_sec=2, read_timeout_sec=60)


def show(**facts):
    print(json.dumps(facts))


for transport, url in (('basic', 'https://%s:5986/wsman'), ('ntlm', 'https://%s:5986/wsman'), ('ntlm', 'http://%s:5985/wsman')):
    asked = client(transport, url, password)
    shell = asked.open_shell()
    command = asked.run_command(shell, 'echo out& echo err>&2& exit 3010')
    out, err, code = asked.get_command_output(shell, command)
    asked.cleanup_command(shell, command)
    asked.close_shell(shell)
    show(transport=transport, url=url % 'x', out=out.decode(), err=err.decode(), code=code)

for transport, url, password in (('basic', 'https://%s:5986/wsman', 'wrong'), ('ntlm', 'https://%s:5986/wsman', 'wrong'), ('basic', 'http://%s:5985/wsman', password)):
    try:
        client(transport, url, password).open_shell()
        show(refused=False)
    except InvalidCredentialsError:
        show(refused=True)

# A shell that is deleted ends what runs in it, and more shells than the user may have are refused.
asked = client('basic', 'https://%s:5986/wsman', sys.argv[3])
shells = []
try:
    for _ in range(3):
        shells.append(asked.open_shell())
except Exception as error:
    show(shells=len(shells), quota='maximum number of concurrent shells' in str(error) or '500' in str(error))
asked.run_command(shells[0], 'C:\\lab\\anchor.exe')


def anchors():
    command = asked.run_command(shells[1], 'tasklist')
    return asked.get_command_output(shells[1], command)[0].decode().count('anchor.exe')


while anchors() != 2:
    pass
asked.close_shell(shells[0])
while anchors() != 1:
    pass
asked.close_shell(shells[1])
show(ended=True)
