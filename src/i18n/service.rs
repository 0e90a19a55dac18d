//! The pages about the service itself: stores, tasks, cache and metadata definitions.

use super::Lang;
use crate::model::{NamespaceVisibility, Pruned};

super::define_texts! {
    service_menu: "Service";
    service_not_here: "This cloud has nothing to show here";
    service_not_here_text: "It doesn’t have this, or has it switched off.";
    service_forbidden: "Your role may not see this. Administrators of the cloud may.";
    stores_title: "Stores";
    stores_lead: "Where this cloud keeps image data. Counted is what your list of images has.";
    stores_kind: "Kind";
    stores_weight: "Weight";
    stores_default: "Default";
    stores_read_only: "Read-only";
    tasks_lead: "Of all projects, newest first. The service forgets them after two days.";
    tasks_all: "All";
    tasks_nothing: "There are none.";
    tasks_whole: "All of it";
    tasks_image: "Its image";
    tasks_message: "Message";
    tasks_input: "Input";
    tasks_result: "Result";
    tasks_expires: "Forgotten";
    cache_title: "Cache";
    cache_cached: "Cached";
    cache_queued: "Waiting to be cached";
    cache_more: "Cache an image";
    cache_clear: "Empty the cache";
    cache_clear_queue: "Empty the queue";
    cache_clean: "Clean";
    cache_clean_hint: "Removes what is invalid or was left half done";
    cache_prune: "Prune";
    cache_prune_hint: "Makes room, down to the site’s limit";
    cache_cleared: "The cache is empty.";
    cache_queue_cleared: "The queue is empty.";
    cache_cleaned: "The cache is cleaned.";
    definitions_page: "Metadata definitions";
    definitions_lead: "What properties mean on this cloud. The editor of an image offers those that are for images.";
    namespace_new: "New namespace";
    namespace_export: "Copy as a file";
    namespace_types: "Used for";
    namespace_protected: "It is protected: take that off first";
    namespace_file: "Namespace as JSON";
    namespace_from_file: "Read from a file";
    namespace_editor_text: "The file that operators keep beside their configuration, with all properties, objects and tags.";
    namespace_delete_title: "Delete this namespace?";
    namespace_delete_text: "All its definitions go. Images keep their properties, but nobody is told any more what they mean.";
}

impl Lang {
    #[must_use]
    pub fn stores_amount(self, count: usize, bytes: u64) -> String {
        let Self::En = self;
        match count {
            0 => "No images".to_owned(),
            1 => format!("1 image, {}", self.size(bytes)),
            count => format!("{} images, {}", self.number(count as u64), self.size(bytes)),
        }
    }

    #[must_use]
    pub fn cache_amount(self, count: usize, bytes: u64) -> String {
        let Self::En = self;
        match count {
            0 => "Nothing is cached on this node.".to_owned(),
            _ => format!("{} on this node", self.size(bytes)),
        }
    }

    #[must_use]
    pub fn cache_evict(self, title: &str) -> String {
        let Self::En = self;
        format!("Take {title} out")
    }

    #[must_use]
    pub fn cache_evicted(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” is out of the cache.")
    }

    #[must_use]
    pub fn cache_queued_now(self, title: &str) -> String {
        let Self::En = self;
        format!("“{title}” waits to be cached.")
    }

    #[must_use]
    pub fn cache_pruned(self, pruned: Pruned) -> String {
        let Self::En = self;
        match pruned.total_files_pruned {
            0 => "There was nothing to prune.".to_owned(),
            files => format!(
                "{} pruned, {} freed.",
                self.number(files),
                self.size(pruned.total_bytes_pruned)
            ),
        }
    }

    #[must_use]
    pub fn namespace_visibility(self, visibility: &NamespaceVisibility) -> String {
        let Self::En = self;
        match visibility {
            NamespaceVisibility::Public => "Public",
            NamespaceVisibility::Private => "Private",
            NamespaceVisibility::Other(word) => word,
        }
        .to_owned()
    }

    #[must_use]
    pub fn namespace_unreadable(self, words: &str) -> String {
        let Self::En = self;
        format!("This is no namespace: {words}")
    }

    #[must_use]
    pub fn namespace_saved(self, name: &str) -> String {
        let Self::En = self;
        format!("{name} is saved.")
    }
}
