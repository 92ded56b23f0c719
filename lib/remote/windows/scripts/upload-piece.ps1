# Appends bytes to the upload that this session has begun.
$bytes = $args[0]
$MfUpload.stream.Write($bytes, 0, $bytes.Length)
$MfUpload.stream.Flush()
Exit-WithState 'written'
