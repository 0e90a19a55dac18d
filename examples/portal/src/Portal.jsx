import { useEffect, useState } from "react";

import { ImageField, Images } from "./Images.jsx";
import { signIn } from "./keystone.js";
import { Link, go, usePath } from "./router.jsx";

const IMAGES = "/images-of-mine";

export function Portal() {
  const [cloud, setCloud] = useState(null);
  const [theme, setTheme] = useState("light");
  const [launched, setLaunched] = useState([]);
  const path = usePath();
  useShortcuts();
  useEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  if (!cloud) return <SignIn onCloud={setCloud} />;
  return (
    <div className="portal">
      <header className="portal-head">
        <Link to="/" className="portal-brand">Meridian Cloud</Link>
        <span>{cloud.user}</span>
        <button type="button" onClick={() => setTheme(theme === "light" ? "dark" : "light")}>
          {theme === "light" ? "Dark" : "Light"}
        </button>
      </header>
      <nav className="portal-nav" aria-label="Portal">
        <Link to="/">Overview</Link>
        <Link to="/instances/new">New instance</Link>
        <Link to={IMAGES}>Images</Link>
      </nav>
      <main className="portal-main">
        {path.startsWith(IMAGES) ? (
          <Images cloud={cloud} base={IMAGES} path={path.slice(IMAGES.length) || "/images"} theme={theme} />
        ) : path.startsWith("/instances/new") ? (
          <NewInstance cloud={cloud} theme={theme} onLaunch={(one) => { setLaunched([...launched, one]); go("/"); }} />
        ) : (
          <Overview launched={launched} />
        )}
      </main>
    </div>
  );
}

/** `g` then `i`, as many portals have it; `/` is the portal's search. */
function useShortcuts() {
  useEffect(() => {
    let last = "";
    const listen = (event) => {
      if (event.target.closest?.("input, textarea, vitrine-console")) return;
      if (event.key === "/") {
        event.preventDefault();
        document.querySelector("#portal-search")?.focus();
      }
      if (last === "g" && event.key === "i") go(IMAGES);
      last = event.key;
    };
    addEventListener("keydown", listen);
    return () => removeEventListener("keydown", listen);
  }, []);
}

function SignIn({ onCloud }) {
  const [problem, setProblem] = useState("");
  const submit = async (event) => {
    event.preventDefault();
    const form = Object.fromEntries(new FormData(event.target));
    await signIn(form).then(onCloud, (error) => setProblem(error.message));
  };
  return (
    <form className="portal-card portal-sign-in" onSubmit={submit}>
      <h1>Meridian Cloud</h1>
      <label>User <input name="user" autoComplete="username" required /></label>
      <label>Password <input name="password" type="password" autoComplete="current-password" required /></label>
      <label>Project <input name="project" required /></label>
      {problem && <p role="alert">{problem}</p>}
      <button type="submit">Sign in</button>
    </form>
  );
}

function Overview({ launched }) {
  return (
    <section className="portal-card">
      <h1>Overview</h1>
      <label>Search <input id="portal-search" type="search" /></label>
      <h2>Instances</h2>
      {launched.length === 0 && <p>None yet.</p>}
      <ul>{launched.map(({ name, image }) => <li key={name}>{name} from {image}</li>)}</ul>
    </section>
  );
}

function NewInstance({ cloud, theme, onLaunch }) {
  const given = new URLSearchParams(location.search).get("image");
  const submit = (event) => {
    event.preventDefault();
    const form = new FormData(event.target);
    const image = given ?? form.get("image");
    if (image) onLaunch({ name: form.get("name"), image });
  };
  return (
    <form className="portal-card" onSubmit={submit}>
      <h1>New instance</h1>
      <label>Name <input name="name" required /></label>
      <fieldset>
        <legend>Image</legend>
        {given ? <output>{given}</output> : <ImageField cloud={cloud} name="image" theme={theme} />}
      </fieldset>
      <button type="submit">Launch</button>
    </form>
  );
}
