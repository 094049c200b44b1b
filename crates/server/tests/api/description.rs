//! The API's description agrees with the routes.

use axum::body::Body;
use axum::http::Method;
use serde_json::Value;
use testkit::databases::TempDatabase;

use crate::support::TestApi;

#[tokio::test]
async fn every_operation_has_a_route() {
    let api = TestApi::start(TempDatabase::sqlite(), &[]).await;
    let description = api.get("/openapi.json").await.ok();
    for (path, item) in description["paths"].as_object().unwrap() {
        for method in item.as_object().unwrap().keys() {
            let method = Method::from_bytes(method.to_uppercase().as_bytes()).unwrap();
            let path = path.replace("{id}", "none");
            let answer = api.call(method.clone(), &path, &[], Body::empty()).await;
            assert_eq!(answer.refused(401).0, "key_missing", "{method} {path}");
        }
    }
}

/// The router's table, read as text: a route that nobody described would be invisible.
#[test]
fn every_route_of_the_api_is_described() {
    let description: Value = serde_json::from_str(server::openapi::text()).unwrap();
    let table = include_str!("../../src/router.rs");
    let routes: Vec<&str> = table
        .split('"')
        .filter(|text| text.starts_with("/v1/") && !text.contains(char::is_whitespace))
        .collect();
    assert!(routes.len() > 10);
    for route in routes {
        assert!(description["paths"][route].is_object(), "{route}");
    }
}

/// Whatever changes something can be sent again safely, and says so.
#[test]
fn every_change_takes_an_idempotency_key() {
    let description: Value = serde_json::from_str(server::openapi::text()).unwrap();
    for (path, item) in description["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            let given = operation["parameters"].as_array().into_iter().flatten();
            let named = given.filter(|it| it["name"] == "Idempotency-Key").count();
            assert_eq!(named, usize::from(method != "get"), "{method} {path}");
        }
    }
}

/// What reviewers and client generators read in the repository is what the server says.
#[test]
fn the_written_description_is_up_to_date() {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/api/openapi.json");
    let written = std::fs::read_to_string(path).unwrap();
    let same = written.trim_end() == server::openapi::text().trim_end();
    assert!(same, "`cargo xtask openapi` writes it anew");
}
