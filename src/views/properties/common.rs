//! Properties that images commonly have (Glance, "Useful image properties"), to
//! complete what is typed. Nothing is forced by them: a site's schema may know better.

/// Names in order, each with values that are often meant.
pub(super) const COMMON: &[(&str, &[&str])] = &[
    (
        "architecture",
        &["x86_64", "aarch64", "ppc64le", "s390x", "riscv64", "i686"],
    ),
    ("hw_boot_menu", &["true", "false"]),
    ("hw_cdrom_bus", &["sata", "ide", "scsi", "virtio"]),
    ("hw_cpu_policy", &["shared", "dedicated", "mixed"]),
    ("hw_disk_bus", &["virtio", "scsi", "sata", "ide", "usb"]),
    ("hw_firmware_type", &["uefi", "bios"]),
    ("hw_input_bus", &["usb", "virtio"]),
    ("hw_machine_type", &["q35", "pc", "virt"]),
    ("hw_mem_encryption", &["true", "false"]),
    ("hw_numa_nodes", &[]),
    ("hw_pointer_model", &["usbtablet"]),
    ("hw_qemu_guest_agent", &["yes", "no"]),
    ("hw_rng_model", &["virtio"]),
    ("hw_scsi_model", &["virtio-scsi"]),
    ("hw_serial_port_count", &[]),
    ("hw_tpm_model", &["tpm-crb", "tpm-tis"]),
    ("hw_tpm_version", &["2.0", "1.2"]),
    (
        "hw_video_model",
        &["virtio", "vga", "qxl", "cirrus", "none"],
    ),
    (
        "hw_vif_model",
        &["virtio", "e1000", "e1000e", "rtl8139", "vmxnet3"],
    ),
    ("hw_vif_multiqueue_enabled", &["true", "false"]),
    (
        "hw_watchdog_action",
        &["disabled", "reset", "poweroff", "pause", "none"],
    ),
    ("hypervisor_type", &["qemu", "kvm", "vmware", "hyperv"]),
    ("img_config_drive", &["mandatory", "optional"]),
    ("kernel_id", &[]),
    ("os_admin_user", &["root", "Administrator"]),
    (
        "os_distro",
        &[
            "almalinux",
            "alpine",
            "arch",
            "centos",
            "debian",
            "fedora",
            "freebsd",
            "opensuse",
            "rhel",
            "rocky",
            "sles",
            "ubuntu",
            "windows",
        ],
    ),
    ("os_require_quiesce", &["yes", "no"]),
    ("os_secure_boot", &["required", "optional", "disabled"]),
    ("os_shutdown_timeout", &[]),
    ("os_type", &["linux", "windows"]),
    ("os_version", &[]),
    ("ramdisk_id", &[]),
];

/// Values that are often meant by a property; empty for one that isn't known.
pub(super) fn usual_values(name: &str) -> &'static [&'static str] {
    COMMON
        .iter()
        .find(|(known, _)| *known == name)
        .map_or(&[], |(_, values)| values)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::PropertyName;

    #[test]
    fn every_suggestion_is_a_name_that_the_service_takes() {
        for (name, _) in COMMON {
            assert!(PropertyName::parse(name).is_ok(), "{name}");
        }
        assert!(COMMON.is_sorted_by_key(|(name, _)| *name));
        assert_eq!(usual_values("hw_firmware_type"), ["uefi", "bios"]);
        assert!(usual_values("my_own").is_empty());
    }
}
