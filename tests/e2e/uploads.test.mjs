// Uploads in bad weather, in Chromium.
import { chromium } from "./support/hands.mjs";
import { uploadWeatherIn } from "./support/upload-weather.mjs";

uploadWeatherIn("chromium", chromium);
