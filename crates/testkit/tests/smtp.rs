//! The mail server takes what Python's own client sends, over each kind of connection.

use std::process::Command;

use testkit::smtp::{SmtpOptions, SmtpServer, Tls, python};

/// Sends a mail to each recipient and prints the code of each answer.
const CLIENT: &str = r#"
import smtplib, ssl, sys
port, tls, certificate, user, password, *recipients = sys.argv[1:]
if tls == "none":
    client = smtplib.SMTP("localhost", int(port))
else:
    context = ssl.create_default_context(cafile=certificate)
    if tls == "implicit":
        client = smtplib.SMTP_SSL("localhost", int(port), context=context)
    else:
        client = smtplib.SMTP("localhost", int(port))
        client.starttls(context=context)
if user:
    client.login(user, password)
for recipient in recipients:
    try:
        client.sendmail("shop@example.com", [recipient], "Subject: Hello\n\nÅ word".encode())
        print(250)
    except smtplib.SMTPRecipientsRefused as refused:
        print(refused.recipients[recipient][0])
"#;

fn send(server: &SmtpServer, tls: &str, login: (&str, &str), recipients: &[&str]) -> String {
    let mut command = Command::new(python());
    command.args(["-c", CLIENT, &server.port().to_string(), tls]);
    command.arg(server.certificate()).args([login.0, login.1]).args(recipients);
    let output = command.output().unwrap_or_else(|error| panic!("Python: {error}"));
    let errors = String::from_utf8_lossy(&output.stderr);
    format!("{}{errors}", String::from_utf8_lossy(&output.stdout)).replace('\n', " ")
}

#[test]
fn mails_arrive_and_addresses_decide() {
    let server = SmtpServer::start();
    let to = ["ann@example.com", "refused@example.com", "later@example.com", "later@example.com"];
    assert_eq!(send(&server, "none", ("", ""), &to), "250 550 451 250 ");
    let mails = server.mails(2);
    assert_eq!(mails[0].recipients, ["ann@example.com"]);
    assert_eq!(mails[1].recipients, ["later@example.com"]);
    assert_eq!(mails[0].sender, "shop@example.com");
    assert!(mails[0].text.contains("Subject: Hello") && mails[0].text.contains("Å word"));
    assert!(!mails[0].encrypted);
}

#[test]
fn tls_and_passwords_are_demanded() {
    for (tls, name) in [(Tls::Starttls, "starttls"), (Tls::Implicit, "implicit")] {
        let login = ("shop", "a secret");
        let server = SmtpServer::start_with(SmtpOptions { tls, login: Some(login) });
        assert_eq!(send(&server, name, login, &["ann@example.com"]), "250 ");
        let mail = &server.mails(1)[0];
        assert_eq!((mail.encrypted, mail.user.as_deref()), (true, Some("shop")));
        let refused = send(&server, name, ("shop", "a guess"), &["ann@example.com"]);
        assert!(refused.contains("SMTPAuthenticationError"), "{refused}");
        assert_eq!(server.mails(1).len(), 1);
    }
}
