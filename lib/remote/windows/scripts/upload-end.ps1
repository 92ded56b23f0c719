# Lets go of the upload.
if ($MfUpload.stream) { $MfUpload.stream.Dispose() }
if ($MfUpload.lock) { $MfUpload.lock.Dispose() }
$MfUpload.stream = $MfUpload.lock = $null
Exit-WithState 'ended'
