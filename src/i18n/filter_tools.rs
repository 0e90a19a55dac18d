//! The filter bar's menus in words: saved views, and ways to take the list along.

use super::Lang;

super::define_texts! {
    views_title: "Views";
    views_built_in: "Ready-made";
    views_saved: "Saved in this browser";
    views_none: "None yet. Search or filter the list, then save it here under a name.";
    views_changed: "changed";
    views_name: "Name of the view";
    views_save: "Save view";
    views_save_title: "Save what is shown now";
    views_rename_save: "Rename";
    views_undo: "Undo";
    views_not_kept: "This browser doesn’t let the page keep anything.";
    view_all: "All images";
    view_mine: "Of this project";
    view_public: "Public";
    view_hidden: "Hidden";
    view_community: "Community";
    view_in_transition: "In transition";
    view_unprotected: "Public and unprotected";
    view_name_missing: "Give it a name.";
    view_name_taken: "There is a view of this name.";

    list_more: "Link, command, export";
    list_link: "Link to this list";
    list_command: "The same by openstack";
    list_command_copy: "command to list these images";
    list_left_out: "The command can’t say, and so lists more or otherwise:";
    list_search_left_out: "what is searched for";
    list_order_left_out: "how the list is sorted";
    list_export: "Export";
    list_export_csv: "CSV";
    list_export_json: "JSON";
    list_export_failed: "The file could not be made.";
}

impl Lang {
    #[must_use]
    pub fn filter_remove_named(self, filter: &str) -> String {
        let Self::En = self;
        ["Remove filter: ", filter].concat()
    }

    #[must_use]
    pub fn view_update(self, name: &str) -> String {
        let Self::En = self;
        ["Update “", name, "”"].concat()
    }

    #[must_use]
    pub fn view_rename(self, name: &str) -> String {
        let Self::En = self;
        ["Rename ", name].concat()
    }

    #[must_use]
    pub fn view_delete(self, name: &str) -> String {
        let Self::En = self;
        ["Delete ", name].concat()
    }

    /// What an export holds: "42 images, as they are shown".
    #[must_use]
    pub fn list_export_text(self, count: usize) -> String {
        let Self::En = self;
        match count {
            1 => "1 image, as it is shown.".to_owned(),
            count => [&self.number(count as u64), " images, in the order shown."].concat(),
        }
    }
}
