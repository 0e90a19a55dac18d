// Downloads in bad weather, in Chromium.
import { downloadWeatherIn } from "./support/download-weather.mjs";
import { chromium } from "./support/hands.mjs";

downloadWeatherIn("chromium", chromium);
