// The console as one page of the portal, and as a field of its forms.
import { useEffect, useRef } from "react";

import { tokenProvider } from "./keystone.js";
import { go } from "./router.jsx";

const script = import(/* @vite-ignore */ "/vitrine/index.js");

export function Images({ cloud, path, base, theme }) {
  const element = useRef(null);
  useEffect(() => {
    const it = element.current;
    it.tokenProvider = tokenProvider;
    it.actions = [{
      id: "launch",
      label: "Launch instance",
      when: (image) => image.status === "active",
      run: (image) => go(`/instances/new?image=${image.id}`),
    }];
    const step = ({ detail: { path: to, replace } }) => go(base + to, { replace });
    it.addEventListener("vitrine:navigate", step);
    return () => it.removeEventListener("vitrine:navigate", step);
  }, [base]);
  useEffect(() => {
    script.then(() => element.current?.setAttribute("view", path));
  }, [path]);
  return (
    <vitrine-console
      ref={element}
      image-endpoint={cloud.imageEndpoint}
      auth-url={cloud.authUrl}
      routing="host"
      base={base}
      theme={theme}
    />
  );
}

export function ImageField({ cloud, name, theme }) {
  const element = useRef(null);
  useEffect(() => {
    element.current.tokenProvider = tokenProvider;
  }, []);
  return (
    <vitrine-console
      ref={element}
      name={name}
      pick=""
      features="no-header"
      image-endpoint={cloud.imageEndpoint}
      auth-url={cloud.authUrl}
      theme={theme}
    />
  );
}
