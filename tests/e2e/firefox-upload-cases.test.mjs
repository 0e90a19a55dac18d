// What else may befall an upload, in Firefox.
import { firefox } from "./support/hands.mjs";
import { uploadCasesIn } from "./support/upload-cases.mjs";

uploadCasesIn("firefox", firefox);
