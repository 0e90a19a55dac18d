//! This page's line to the carrier (`worker/carrier.rs`). Where the browser has no
//! shared workers, or this one doesn't start, the page sends by itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use futures::channel::mpsc::{UnboundedReceiver, UnboundedSender, unbounded};
use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo_timers::future::TimeoutFuture;
use js_sys::{Array, Object, Reflect};
use wasm_bindgen::JsCast as _;
use wasm_bindgen::closure::Closure;
use web_sys::{File, MessageEvent, MessagePort, SharedWorker};

use super::carried::{Ask, CARRIER_NAME, Carried, Tell};
use crate::api::Error;

/// How long the carrier may take to start, or to say what it has.
const PATIENCE_MS: u32 = 4_000;

/// What is told of one body.
pub(super) enum News {
    Sent(u64),
    Ended(Result<Option<String>, Error>),
}

/// A line to the carrier, opened when it is first needed.
#[derive(Clone)]
pub(super) struct Carrier(Rc<RefCell<Line>>);

enum Line {
    /// Address of the carrier's program.
    Unopened(String),
    Open(Rc<Open>),
    /// There is none, or none to rely on.
    Without,
}

struct Open {
    port: MessagePort,
    desk: Rc<RefCell<Desk>>,
    _on_message: Closure<dyn FnMut(MessageEvent)>,
}

/// Who waits for what.
#[derive(Default)]
struct Desk {
    is_ready: bool,
    starts: Vec<oneshot::Sender<()>>,
    lists: Vec<oneshot::Sender<Vec<(Carried, File)>>>,
    followers: HashMap<String, UnboundedSender<News>>,
}

impl Carrier {
    /// `url`: empty where there is none.
    pub(super) fn new(url: &str) -> Self {
        if url.is_empty() {
            return Self::without();
        }
        Self(Rc::new(RefCell::new(Line::Unopened(url.to_owned()))))
    }

    pub(super) fn without() -> Self {
        Self(Rc::new(RefCell::new(Line::Without)))
    }

    /// From now on the page sends by itself.
    fn do_without(&self) {
        *self.0.borrow_mut() = Line::Without;
    }

    /// Asks, and listens for what is told of the body; `None` where there is no carrier.
    pub(super) async fn follow(
        &self,
        body_id: &str,
        ask: &Ask,
        file: Option<&File>,
    ) -> Option<UnboundedReceiver<News>> {
        let line = self.open().await?;
        let (sender, news) = unbounded();
        line.desk
            .borrow_mut()
            .followers
            .insert(body_id.to_owned(), sender);
        line.ask(ask, file).then_some(news)
    }

    /// The body is done with: stopped, if it is under way.
    pub(super) fn drop_body(&self, body_id: String) {
        if let Line::Open(line) = &*self.0.borrow() {
            line.desk.borrow_mut().followers.remove(&body_id);
            line.ask(&Ask::Drop { body_id }, None);
        }
    }

    /// All bodies in the carrier's hands.
    pub(super) async fn list(&self) -> Vec<(Carried, File)> {
        self.ask_for_list().await.unwrap_or_default()
    }

    /// One that doesn't answer is done without from now on.
    pub(super) async fn must_answer(&self) {
        if self.ask_for_list().await.is_none() {
            self.do_without();
        }
    }

    async fn ask_for_list(&self) -> Option<Vec<(Carried, File)>> {
        let line = self.open().await?;
        let (sender, list) = oneshot::channel();
        line.desk.borrow_mut().lists.push(sender);
        line.ask(&Ask::List, None);
        match select(list, TimeoutFuture::new(PATIENCE_MS)).await {
            Either::Left((list, _)) => list.ok(),
            Either::Right(_) => None,
        }
    }

    /// The open line, once the carrier listens.
    async fn open(&self) -> Option<Rc<Open>> {
        let line = {
            let mut line = self.0.borrow_mut();
            if let Line::Unopened(url) = &*line {
                *line = connect(url).map_or(Line::Without, |open| Line::Open(Rc::new(open)));
            }
            match &*line {
                Line::Open(open) => Rc::clone(open),
                _ => return None,
            }
        };
        if line.desk.borrow().is_ready {
            return Some(line);
        }
        let (sender, start) = oneshot::channel();
        line.desk.borrow_mut().starts.push(sender);
        match select(start, TimeoutFuture::new(PATIENCE_MS)).await {
            Either::Left((Ok(()), _)) => Some(line),
            _ => {
                self.do_without();
                None
            }
        }
    }
}

impl Open {
    fn ask(&self, ask: &Ask, file: Option<&File>) -> bool {
        let Ok(text) = serde_json::to_string(ask) else {
            return false;
        };
        let parts = Array::of1(&text.into());
        if let Some(file) = file {
            parts.push(file);
        }
        self.port.post_message(&parts).is_ok()
    }
}

impl Desk {
    fn take(&mut self, tell: Tell, files: &Array) {
        match tell {
            Tell::Ready => {
                self.is_ready = true;
                for start in self.starts.drain(..) {
                    start.send(()).ok();
                }
            }
            Tell::Sent { body_id, bytes } => self.pass_on(&body_id, News::Sent(bytes)),
            Tell::Ended { body_id, outcome } => self.pass_on(&body_id, News::Ended(outcome)),
            Tell::Carried(all) => {
                let files = files.iter().skip(1).filter_map(|file| file.dyn_into().ok());
                let all: Vec<(Carried, File)> = all.into_iter().zip(files).collect();
                for list in self.lists.drain(..) {
                    list.send(all.clone()).ok();
                }
            }
        }
    }

    fn pass_on(&mut self, body_id: &str, news: News) {
        if let Some(follower) = self.followers.get(body_id) {
            // Who listens no more was stopped.
            follower.unbounded_send(news).ok();
        }
    }
}

fn connect(url: &str) -> Option<Open> {
    // Older web-sys options lack the lifetime; unknown ones are ignored by browsers.
    let options = Object::new();
    for (name, value) in [
        ("type", "module".into()),
        ("name", CARRIER_NAME.into()),
        ("extendedLifetime", true.into()),
    ] {
        Reflect::set(&options, &name.into(), &value).ok()?;
    }
    let worker = SharedWorker::new_with_worker_options(url, options.unchecked_ref()).ok()?;
    let port = worker.port();
    let desk = Rc::new(RefCell::new(Desk::default()));
    let on_message = {
        let desk = Rc::clone(&desk);
        Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
            let parts: Array = event.data().unchecked_into();
            let tell = parts.get(0).as_string();
            if let Some(Ok(tell)) = tell.map(|text| serde_json::from_str(&text)) {
                desk.borrow_mut().take(tell, &parts);
            }
        })
    };
    port.set_onmessage(Some(on_message.as_ref().unchecked_ref()));
    Some(Open {
        port,
        desk,
        _on_message: on_message,
    })
}
