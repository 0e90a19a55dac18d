//! The page of one image: its parts, what can be done with it, and what happens to it.

use super::Lang;
use crate::bulk::{Act, Action, Reason};
use crate::model::{CachedImage, MemberStatus, Task, TaskStatus, Timestamp, Visibility};

super::define_texts! {
    reader_title: "Your role in this project is reader";
    reader_text: "Readers may look, and change nothing. Ask somebody with the role member.";
    image_tabs: "Parts of this image";
    tab_sharing: "Sharing";
    tab_data: "Data";
    tab_activity: "Activity";
    tab_json: "JSON";
    image_more: "More actions";
    action_edit: "Edit";
    column_action: "Action";
    act_show_as: "As requests and commands…";
    act_show_as_hint: "What each action sends, for curl and openstack";
    show_as_title: "As a request or a command";
    show_as_blank: "openstack has no command for this.";
    deactivate_title: "Deactivate this image?";
    stuck_title: "Nobody is working on this import";
    stuck_text: "It failed, and the service left the record behind: it takes no data and no other import any more, and never ends by itself. Delete it and start again.";
    lineage_title: "Where it comes from";
    lineage_snapshot: "A snapshot, made by the compute service.";
    lineage_instance: "Instance";
    lineage_base: "Made from image";
    properties_edit: "Edit properties";
    properties_search: "Search names, values and meanings";
    properties_copy_all: "Copy all as name=value";
    properties_locked: "Only the service writes it";
    properties_empty_text: "Properties tell the compute service how to run the image: its operating system, firmware, disk bus and more.";
    data_one_store: "This cloud has one store.";
    data_default: "(default)";
    data_whole: "Has the data";
    data_coming: "Being copied";
    data_failed: "Copying failed";
    data_nothing: "Not here";
    data_copy_here: "Copy here";
    data_delete_here: "Delete here";
    data_delete_title: "Delete the data from this store?";
    transfer_check: "Verification only: nothing is saved";
    verify_again: "Verify again";
    verify_again_text: "Reads all of the data once more, and compares its digest with what the service says. Nothing is saved.";
    data_cache: "Cache";
    data_to_cache: "Cache it";
    data_uncache: "Take out";
    data_cache_meaning: "A node of the service keeps data close at hand, so that it needn’t be fetched from the store each time. This is what the node that answered says; others may differ.";
    data_queued: "Waits to be cached.";
    data_not_cached: "Not cached.";
    import_title: "Import";
    import_staging: "Somebody is staging data for this image. It can be imported once all of it is there.";
    import_staged_go: "Import what is staged";
    import_running: "Under way";
    import_progress_meaning: "The service tells how far it is at most once a minute, and nothing while it fetches the data.";
    tasks_title: "Tasks of the service";
    tasks_none: "The service tells of none. It forgets them after two days, and shows only those that this project started.";
    diary_title: "Done by this console";
    diary_empty: "Nothing since this page was opened.";
    json_title: "The record as JSON";
    patch_title: "Patch by hand";
    patch_text: "A JSON patch, sent as it is. The service takes all of it or nothing.";
    patch_label: "JSON patch";
    patch_send: "Send patch";
}

impl Lang {
    /// Why it can't be deleted: it is another project's, or the role may only look.
    #[must_use]
    pub fn delete_refused(self, is_foreign: bool) -> &'static str {
        let Self::En = self;
        match is_foreign {
            true => self.delete_foreign(),
            false => self.reader_text(),
        }
    }

    /// The deed, on a button.
    #[must_use]
    pub fn act_label(self, action: &Action) -> &'static str {
        let Self::En = self;
        match action {
            Action::SetProtected(true) => "Protect from deletion",
            Action::SetProtected(false) => "Take the protection off",
            Action::SetHidden(true) => "Hide from lists",
            Action::SetHidden(false) => "Show in lists",
            Action::Deactivate => "Deactivate",
            Action::Reactivate => "Reactivate",
            Action::Download => "Download",
            _ => "Delete",
        }
    }

    /// The deed in a list of all.
    #[must_use]
    pub fn act_name(self, act: &Act) -> String {
        let Self::En = self;
        match act {
            Act::Of(Action::SetVisibility(to)) => self.sharing_make(to),
            Act::Of(action) => self.act_label(action).to_owned(),
            Act::RemoveMember(project) => self.sharing_remove(project),
            Act::Answer { before, status, .. } => self.sharing_answer(before, status).to_owned(),
            Act::CopyToStore(store) => format!("Copy to {store}"),
            Act::Import(_) => self.import_title().to_owned(),
            Act::DeleteFromStore(store) => format!("Delete from {store}"),
            Act::Cache => self.data_to_cache().to_owned(),
            Act::Uncache => "Take out of the cache".to_owned(),
        }
    }

    /// What comes of the deed.
    #[must_use]
    pub fn act_hint(self, action: &Action) -> &'static str {
        let Self::En = self;
        match action {
            Action::SetProtected(true) => "Nobody can delete it until it is unprotected",
            Action::SetProtected(false) => "It can be deleted then",
            Action::SetHidden(true) => "It can still be used by its id",
            Action::SetHidden(false) => "Everybody who may use it sees it then",
            Action::Deactivate => "Nobody can use or download its data",
            Action::Reactivate => "Its data can be used again",
            _ => "",
        }
    }

    #[must_use]
    pub fn deactivate_text(self, visibility: &Visibility) -> &'static str {
        let Self::En = self;
        match visibility {
            Visibility::Private => {
                "Its data can’t be downloaded or used for new instances until it is reactivated. Instances that run from it go on."
            }
            _ => {
                "Nobody can download its data or use it for new instances until it is reactivated, other projects included. Instances that run from it go on."
            }
        }
    }

    /// What was done to an image.
    #[must_use]
    pub fn act_done(self, act: &Act, title: &str) -> String {
        let Self::En = self;
        match act {
            Act::Of(action) => action_done(self, action, title),
            Act::RemoveMember(project) => {
                format!("“{title}” is no longer shared with {project}.")
            }
            Act::Answer { status, .. } => self.shared_answered(status, title, 1),
            Act::CopyToStore(store) => format!("“{title}” is being copied to {store}."),
            Act::Import(_) => format!("The service fetches the data of “{title}”."),
            Act::DeleteFromStore(store) => format!("“{title}” is deleted from {store}."),
            Act::Cache => format!("“{title}” waits to be cached."),
            Act::Uncache => format!("“{title}” is out of the cache."),
        }
    }

    #[must_use]
    pub fn import_staged(self, bytes: u64) -> String {
        let Self::En = self;
        format!(
            "{} are staged, and can’t be taken back: they can be imported, or deleted with the image.",
            self.size(bytes)
        )
    }

    /// Why nothing was done.
    #[must_use]
    pub fn act_skipped(self, reason: Reason) -> String {
        let Self::En = self;
        format!("Nothing was done: {}.", self.bulk_reason(reason))
    }

    #[must_use]
    pub fn act_not_in_stores(self, stores: &[String]) -> String {
        let Self::En = self;
        format!(
            "Not copied to {}. The service doesn’t say why.",
            stores.join(", ")
        )
    }

    #[must_use]
    pub fn data_delete_text(self, store: &str) -> String {
        let Self::En = self;
        format!(
            "{store} loses its copy; those in the other stores stay. It can be copied there again."
        )
    }

    #[must_use]
    pub fn data_cached(self, cached: &CachedImage) -> String {
        let Self::En = self;
        let hits = match cached.hits {
            0 => "not used yet".to_owned(),
            1 => "used once".to_owned(),
            hits => format!("used {} times", self.number(hits)),
        };
        // Whole seconds will do.
        #[allow(clippy::cast_possible_truncation)]
        let at = Timestamp(cached.last_accessed as i64);
        if cached.hits == 0 || at.0 == 0 {
            format!("Cached, {hits}.")
        } else {
            format!("Cached, {hits}, last on {}.", self.date_time(at))
        }
    }

    #[must_use]
    pub fn import_coming(self, stores: &[String]) -> String {
        let Self::En = self;
        match stores {
            [] => "The service is at work on the data.".to_owned(),
            stores => format!("Still to come: {}.", stores.join(", ")),
        }
    }

    #[must_use]
    pub fn import_failed_title(self, stores: &[String]) -> String {
        let Self::En = self;
        format!("An import failed: {}", stores.join(", "))
    }

    /// `is_stored`: whether another store has the data.
    #[must_use]
    pub fn import_failed_text(self, is_stored: bool) -> &'static str {
        let Self::En = self;
        match is_stored {
            true => {
                "The image itself is fine: other stores have the data. The service doesn’t say why these don’t. An administrator can copy it there again."
            }
            false => {
                "The service doesn’t say why. If the image is queued again, it takes another upload or import; if not, delete it and start again."
            }
        }
    }

    #[must_use]
    pub fn task_status(self, status: &TaskStatus) -> String {
        let Self::En = self;
        match status {
            TaskStatus::Pending => "Waiting",
            TaskStatus::Processing => "Under way",
            TaskStatus::Success => "Done",
            TaskStatus::Failure => "Failed",
            TaskStatus::Other(word) => word,
        }
        .to_owned()
    }

    /// What a task is for.
    #[must_use]
    pub fn task_words(self, task: &Task) -> String {
        let Self::En = self;
        let method = task.input["import_req"]["method"]["name"].as_str();
        match (task.kind.as_str(), method) {
            ("api_image_import" | "import", Some("web-download")) => "Import from an address",
            ("api_image_import" | "import", Some("glance-direct")) => "Import of staged data",
            ("api_image_import" | "import", Some("copy-image")) => "Copy to other stores",
            ("api_image_import" | "import", Some("glance-download")) => {
                "Import from another region"
            }
            ("api_image_import" | "import", _) => "Import",
            ("location_import", _) => "Registering a location",
            (other, _) => other,
        }
        .to_owned()
    }

    /// A deletion failed, and then the protection could not be put back.
    #[must_use]
    pub fn delete_left_bare(self, title: &str) -> String {
        let Self::En = self;
        format!(
            "“{title}” was not deleted, and is no longer protected: its protection could not be put back."
        )
    }

    /// Asks for an image's name before it is deleted.
    #[must_use]
    pub fn delete_type_name(self, title: &str) -> String {
        let Self::En = self;
        format!("To delete it, type its name: {title}")
    }

    #[must_use]
    pub fn patch_done(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” is patched.")
    }

    /// What sharing is of this visibility: for whom an image is that is not shared.
    #[must_use]
    pub fn sharing_next(self, visibility: &Visibility) -> &'static str {
        let Self::En = self;
        match visibility {
            Visibility::Shared => {
                "Each project below decides for itself: once it accepts, the image is in its list. Until then, and even if it rejects, it can use the image by its id."
            }
            Visibility::Private => {
                "To share it with single projects, make it shared. Projects that it was shared with before are still noted, and have it back then."
            }
            Visibility::Community => {
                "Everybody can use it who knows its id or asks for community images; nobody has it in their list unasked."
            }
            Visibility::Public => {
                "Everybody has it in their list. Only administrators can take that back."
            }
            Visibility::Other(_) => "",
        }
    }

    #[must_use]
    pub fn sharing_own(self, status: &MemberStatus) -> &'static str {
        let Self::En = self;
        match status {
            MemberStatus::Accepted => "It is in the list of everybody in this project.",
            MemberStatus::Rejected => {
                "It isn’t in this project’s list, but can still be used by its id."
            }
            _ => "It waits for this project’s answer. Once accepted, it is in the list.",
        }
    }
}

fn action_done(lang: Lang, action: &Action, title: &str) -> String {
    let Lang::En = lang;
    match action {
        Action::SetProtected(true) => format!("“{title}” is protected from deletion."),
        Action::SetProtected(false) => format!("“{title}” can be deleted now."),
        Action::SetHidden(true) => format!("“{title}” is hidden from lists."),
        Action::SetHidden(false) => format!("“{title}” is in lists again."),
        Action::Deactivate => format!("“{title}” is deactivated."),
        Action::Reactivate => format!("“{title}” is active again."),
        Action::SetVisibility(to) => {
            format!("“{title}” is {} now.", lang.visibility(to).to_lowercase())
        }
        Action::Share(projects) => match projects.as_slice() {
            [project] => format!("“{title}” is shared with {project}."),
            many => format!("“{title}” is shared with {} projects.", many.len()),
        },
        _ => format!("“{title}” is changed."),
    }
}
