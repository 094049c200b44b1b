//! Writes every state of the hosted pages into `target/pages`, to be looked at; with `pictures`, what
//! payers see of each method into `docs/methods/img` as well.

use crate::{Outcome, process, root};

/// Runs the example of the pages crate that knows them all, and that which photographs some.
pub(crate) fn run(arguments: &[String]) -> Outcome {
    example("pages", "write_samples", "target/pages")?;
    match arguments {
        [] => Ok(()),
        [word] if word == "pictures" => example("testkit", "write_pictures", "docs/methods/img"),
        _ => Err("usage: cargo xtask pages [pictures]".to_owned()),
    }
}

fn example(package: &str, name: &str, folder: &str) -> Outcome {
    let folder = root().join(folder).display().to_string();
    process::cargo(&["run", "--quiet", "--package", package, "--example", name, "--", &folder])?;
    println!("{folder}");
    Ok(())
}
