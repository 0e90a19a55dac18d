//! Vitrine: a browser console for the OpenStack Image service. One crate, a
//! room per module; `docs/architecture.md` says which room may use which.

pub mod api;
pub mod app;
pub mod bulk;
pub mod embed;
pub mod i18n;
pub mod keep;
pub mod listing;
pub mod model;
pub mod query;
pub mod route;
pub mod session;
pub mod sniff;
pub mod stock;
pub mod transfer;
pub mod ui;
pub mod views;
