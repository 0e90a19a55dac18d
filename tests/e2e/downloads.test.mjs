// Downloads in bad weather, in Chromium.
import { chromium } from "./support/hands.mjs";
import { weatherIn } from "./support/weather.mjs";

weatherIn("chromium", chromium);
