# LAB stand-in for WinRM: shells and the programs in them. A command goes through winsh.exe, as with the machine's sshd.
import os, signal, subprocess, threading, uuid
from winrm_soap import Fault, TIMED_OUT, element

ENVIRONMENT = {'PATH': '/usr/sbin:/usr/bin:/sbin:/bin', 'HOME': '/root', 'LC_ALL': 'C.UTF-8', 'WINEPREFIX': '/windows', 'WINEDEBUG': '-all', 'WINEDLLOVERRIDES': 'mshtml='}
DRIVE = '/windows/drive_c/'


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
