// Loads the console's program. A file of its own, so that the page needs no
// inline script and runs under a strict Content-Security-Policy.
const { js, wasm } = document.querySelector("script[data-wasm]").dataset;

try {
  const { default: init, startStandalone } = await import(js);
  await init({ module_or_path: wasm });
  startStandalone();
} catch (error) {
  const line = document.createElement("p");
  line.className = "v-boot";
  line.setAttribute("role", "alert");
  line.textContent =
    typeof WebAssembly === "undefined"
      ? "Vitrine needs WebAssembly, which this browser doesn't have or doesn't allow."
      : `Vitrine could not be loaded. Check the connection and reload the page. (${error.message})`;
  document.getElementById("vitrine")?.replaceChildren(line);
  throw error;
}
