//! What the tests need beside Rust: installed where it is missing, quick where it is there.

use std::process::Command;

use crate::process::{expand, is_root, read, succeed};
use crate::{Outcome, root};

/// How one tells that a package is there.
pub(crate) enum Sign {
    /// A file, with at most one `*` in its path.
    File(&'static str),
    /// A command that succeeds.
    Runs(&'static [&'static str]),
}

/// A Debian package, and how one tells that it is there.
pub(crate) type Package = (&'static str, Sign);

/// What the tests need.
const PACKAGES: &[Package] = &[
    ("postgresql", Sign::File("/usr/lib/postgresql/*/bin/postgres")),
    ("chromium", Sign::File("/usr/bin/chromium")),
    ("chromium-driver", Sign::File("/usr/bin/chromedriver")),
    ("python3-venv", Sign::Runs(&["python3", "-c", "import ensurepip, venv"])),
    ("openssl", Sign::Runs(&["openssl", "version"])),
    ("zbar-tools", Sign::File("/usr/bin/zbarimg")),
    ("npm", Sign::Runs(&["npm", "--version"])),
];

/// Installs what is missing.
pub(crate) fn run(_arguments: &[String]) -> Outcome {
    packages(PACKAGES)?;
    npm()?;
    python()
}

/// Installs those of the packages that are missing.
pub(crate) fn packages(wanted: &[Package]) -> Outcome {
    let there = |sign: &Sign| match sign {
        Sign::File(pattern) => !expand(pattern).is_empty(),
        Sign::Runs(words) => read(words[0], &words[1..]).is_ok(),
    };
    let missing: Vec<&str> =
        wanted.iter().filter(|(_, sign)| !there(sign)).map(|(name, _)| *name).collect();
    if missing.is_empty() {
        return Ok(());
    }
    println!("installing {}", missing.join(", "));
    apt(&["update", "--quiet"])
        .and_then(|()| {
            let options = ["install", "--yes", "--quiet", "--no-install-recommends"];
            apt(&[&options, missing.as_slice()].concat())
        })
        .map_err(|error| format!("{error}\nWhat is needed: {}.", missing.join(", ")))
}

fn apt(arguments: &[&str]) -> Outcome {
    let mut command = Command::new("apt-get");
    if !is_root()? {
        command = Command::new("sudo");
        command.arg("apt-get");
    }
    succeed(command.env("DEBIAN_FRONTEND", "noninteractive").args(arguments))
}

/// The packages of npm at the versions of the lock file, in `.tools/node_modules`: axe-core, and
/// what the numbers of direct debits are compared with. Vocalink's table of modulus weights comes
/// with one of them. It may be used but not passed on, so it is not in this repository.
fn npm() -> Outcome {
    let (root, tools) = (root(), root().join(".tools"));
    let there = tools.join("node_modules/axe-core/axe.min.js").exists();
    let wanted = read_file(&root.join("package-lock.json"))?;
    if there && read_file(&tools.join("package-lock.json")).is_ok_and(|lock| lock == wanted) {
        return Ok(());
    }
    std::fs::create_dir_all(&tools).map_err(|error| error.to_string())?;
    for name in ["package.json", "package-lock.json"] {
        std::fs::copy(root.join(name), tools.join(name)).map_err(|error| error.to_string())?;
    }
    let mut npm = Command::new("npm");
    npm.current_dir(&tools).args(["ci", "--no-audit", "--no-fund", "--ignore-scripts"]);
    succeed(&mut npm)
}

/// Python packages at the versions of requirements-test.txt, in `.tools/venv`.
fn python() -> Outcome {
    let venv = root().join(".tools/venv");
    let wanted = read_file(&root().join("requirements-test.txt"))?;
    let stamp = venv.join("installed.txt");
    if read_file(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(());
    }
    if !venv.join("bin/python").exists() {
        succeed(Command::new("python3").args(["-m", "venv"]).arg(&venv))?;
    }
    let mut pip = Command::new(venv.join("bin/python"));
    pip.current_dir(root());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check"]);
    succeed(pip.args(["--requirement", "requirements-test.txt"]))?;
    std::fs::write(&stamp, wanted).map_err(|error| error.to_string())
}

fn read_file(path: &std::path::Path) -> Result<String, String> {
    std::fs::read_to_string(path).map_err(|error| format!("{}: {error}", path.display()))
}
