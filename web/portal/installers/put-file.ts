import { Problem } from "../api/problem.js";

/** Puts a file where a link says, and tells how far it is. The link alone allows it: no key goes with it. */
export const putFile = (url: string, file: File, tell: (bytes: number) => void): Promise<void> =>
  new Promise((resolve, reject) => {
    const request = new XMLHttpRequest(); // fetch does not tell how much of a body has gone
    request.open("PUT", url);
    request.setRequestHeader("x-ms-blob-type", "BlockBlob");
    request.upload.onprogress = ({ loaded }) => tell(loaded);
    request.onload = () => (request.status < 300 ? resolve() : reject(refused(request.status)));
    request.onerror = () => reject(refused(0));
    request.send(file);
  });

const refused = (status: number) =>
  new Problem({
    status,
    code: "UploadFailed",
    message: status === 0 ? "The storage account did not take the file from this page." : `The storage account answered ${status}.`,
    advice:
      "The account needs a CORS rule for the address of this portal with the method PUT (docs/portal.md), or the file goes there by the command below.",
  });
