# LAB stand-in for WinRM: how its messages are read and written, and its faults.
import html, json, re, uuid

SETTINGS = json.load(open('/etc/lab/winrm.json'))
SHELL = 'http://schemas.microsoft.com/wbem/wsman/1/windows/shell'
NAMESPACES = ('xml:lang="en-US" xmlns:s="http://www.w3.org/2003/05/soap-envelope" xmlns:a="http://schemas.xmlsoap.org/ws/2004/08/addressing" '
              'xmlns:x="http://schemas.xmlsoap.org/ws/2004/09/transfer" xmlns:w="http://schemas.dmtf.org/wbem/wsman/1/wsman.xsd" '
              'xmlns:rsp="%s" xmlns:p="http://schemas.microsoft.com/wbem/wsman/1/wsman.xsd"' % SHELL)

TIMED_OUT = 2150858793       # nothing came within OperationTimeout: ask again
NO_SHELL = 2150858843        # the shell is gone
NO_COMMAND = 2150858843
TOO_MANY_SHELLS = 2150859173 # the user has as many as may be
BAD_REQUEST = 2150858752


class Fault(Exception):
    def __init__(self, code, text, subcode='w:InternalError'):
        self.code, self.text, self.subcode = code, text, subcode


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
