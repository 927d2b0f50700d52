//! The cleaners that the promises are checked with: every profile, every repair alone, every form,
//! and the options that change the output. New repairs and profiles are among them on their own.

use textmend::normalize::Form;
use textmend::{Cleaner, CleanerBuilder, Profile, Repair, RepairSet};

use super::growth::Growth;

/// A cleaner, and what it promises.
pub struct Subject {
    pub name: String,
    pub cleaner: Cleaner,
    /// Whether cleaning twice changes nothing more. Escaping does.
    pub settles: bool,
    pub growth: Growth,
}

fn subject(
    name: String,
    repairs: RepairSet,
    form: Form,
    html_safe: bool,
    option: impl FnOnce(CleanerBuilder) -> CleanerBuilder,
) -> Subject {
    let builder = Cleaner::builder().only(repairs).form(form).html_safe(html_safe);
    Subject {
        name,
        cleaner: option(builder.record_edits(true)).build(),
        settles: !html_safe,
        growth: Growth::of(repairs, form, html_safe),
    }
}

/// Every subject; the first is the default.
pub fn all() -> Vec<Subject> {
    let default = Profile::Default.repairs();
    let mut subjects: Vec<Subject> = Profile::ALL
        .iter()
        .copied()
        .map(|p| subject(format!("profile {}", p.name()), p.repairs(), Form::Compose, false, |b| b))
        .collect();
    subjects.extend(alone());
    subjects.extend([
        subject("without title".into(), default, Form::Compose, false, |builder| {
            builder.shuffle_without_title(true)
        }),
        subject("keep-bom".into(), default, Form::Compose, false, |builder| builder.keep_bom(true)),
        subject("html-safe".into(), default, Form::Compose, true, |builder| builder),
    ]);
    subjects
}

/// Each selectable repair alone; `normalize` once for each form.
pub fn alone() -> Vec<Subject> {
    let repairs = Repair::ALL.iter().copied().filter(|repair| repair.is_selectable());
    let named = repairs.flat_map(|repair| match repair {
        Repair::Normalize => Form::ALL.iter().map(|&form| (repair, form)).collect(),
        _ => vec![(repair, Form::Compose)],
    });
    named
        .map(|(repair, form)| {
            let name = match repair {
                Repair::Normalize => format!("{repair} to {form}"),
                _ => format!("{repair} alone"),
            };
            subject(name, repair.into(), form, false, |builder| builder)
        })
        .collect()
}
