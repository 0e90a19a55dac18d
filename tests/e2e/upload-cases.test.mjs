// What else may befall an upload, in Chromium.
import { chromium } from "./support/hands.mjs";
import { uploadCasesIn } from "./support/upload-cases.mjs";

uploadCasesIn("chromium", chromium);
