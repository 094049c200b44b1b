//! Numbers for Prometheus: requests by route and status, and how long they took.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use axum::extract::State;
use axum::http::{Method, header};
use axum::response::IntoResponse;
use store::jobs;

use crate::app::App;

/// Upper bounds of the buckets, in microseconds, with the label of each in seconds.
const BUCKETS: [(u64, &str); 9] = [
    (500, "0.0005"),
    (1_000, "0.001"),
    (2_500, "0.0025"),
    (5_000, "0.005"),
    (10_000, "0.01"),
    (50_000, "0.05"),
    (250_000, "0.25"),
    (1_000_000, "1"),
    (5_000_000, "5"),
];
/// The methods that routes have; others are counted together.
const METHODS: [&str; 4] = ["GET", "POST", "DELETE", "OTHER"];
/// 1xx to 5xx.
const CLASSES: usize = 5;

/// What is counted in this process.
#[derive(Debug, Default)]
pub struct Metrics {
    routes: RwLock<HashMap<String, Arc<Route>>>,
}

#[derive(Debug, Default)]
struct Route {
    requests: [[AtomicU64; CLASSES]; METHODS.len()],
    buckets: [AtomicU64; BUCKETS.len()],
    sum_us: AtomicU64,
    count: AtomicU64,
}

impl Metrics {
    /// Counts a request. `route` is its pattern, so that ids do not make series.
    pub fn request(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let counted = self.route(route);
        let method = METHODS.iter().position(|known| *known == method.as_str());
        let class = usize::from(status / 100).clamp(1, CLASSES) - 1;
        counted.requests[method.unwrap_or(METHODS.len() - 1)][class]
            .fetch_add(1, Ordering::Relaxed);
        let us = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        if let Some(bucket) = BUCKETS.iter().position(|(bound, _)| us <= *bound) {
            counted.buckets[bucket].fetch_add(1, Ordering::Relaxed);
        }
        counted.sum_us.fetch_add(us, Ordering::Relaxed);
        counted.count.fetch_add(1, Ordering::Relaxed);
    }

    fn route(&self, name: &str) -> Arc<Route> {
        let known = self.routes.read().unwrap_or_else(PoisonError::into_inner).get(name).cloned();
        known.unwrap_or_else(|| {
            let mut routes = self.routes.write().unwrap_or_else(PoisonError::into_inner);
            Arc::clone(routes.entry(name.to_owned()).or_default())
        })
    }

    /// Everything, in the text format of Prometheus.
    fn text(&self) -> String {
        let routes = self.routes.read().unwrap_or_else(PoisonError::into_inner);
        let mut routes: Vec<_> = routes.iter().collect();
        routes.sort_unstable_by_key(|(name, _)| *name);
        let mut text = String::from(
            "# HELP http_requests_total Requests answered.\n# TYPE http_requests_total counter\n",
        );
        for (name, route) in &routes {
            route.write_requests(name, &mut text);
        }
        text.push_str(
            "# HELP http_request_duration_seconds How long answers took.\n# TYPE http_request_duration_seconds histogram\n",
        );
        for (name, route) in &routes {
            route.write_durations(name, &mut text);
        }
        text
    }
}

impl Route {
    fn write_requests(&self, name: &str, text: &mut String) {
        for (method, classes) in METHODS.iter().zip(&self.requests) {
            for (class, count) in classes.iter().enumerate() {
                let count = count.load(Ordering::Relaxed);
                if count > 0 {
                    let class = class + 1;
                    // Writing to a string does not fail.
                    let _ = writeln!(
                        text,
                        "http_requests_total{{method=\"{method}\",route=\"{name}\",status=\"{class}xx\"}} {count}"
                    );
                }
            }
        }
    }

    fn write_durations(&self, name: &str, text: &mut String) {
        let series = "http_request_duration_seconds";
        let mut below = 0;
        for ((_, bound), bucket) in BUCKETS.iter().zip(&self.buckets) {
            below += bucket.load(Ordering::Relaxed);
            let _ = writeln!(text, "{series}_bucket{{route=\"{name}\",le=\"{bound}\"}} {below}");
        }
        let count = self.count.load(Ordering::Relaxed);
        let sum_us = self.sum_us.load(Ordering::Relaxed);
        let _ = writeln!(text, "{series}_bucket{{route=\"{name}\",le=\"+Inf\"}} {count}");
        let (seconds, rest) = (sum_us / 1_000_000, sum_us % 1_000_000);
        let _ = writeln!(text, "{series}_sum{{route=\"{name}\"}} {seconds}.{rest:06}");
        let _ = writeln!(text, "{series}_count{{route=\"{name}\"}} {count}");
    }
}

/// `GET /metrics`.
pub async fn show(State(app): State<App>) -> impl IntoResponse {
    let mut text = app.metrics.text();
    if let Ok(failing) = app.db.read(jobs::failing).await {
        text.push_str("# HELP jobs_failing Jobs that failed and wait for another try.\n# TYPE jobs_failing gauge\n");
        let _ = writeln!(text, "jobs_failing {failing}");
    }
    ([(header::CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")], text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_add_up() {
        let metrics = Metrics::default();
        for ms in [0, 3, 40, 9_000] {
            metrics.request(&Method::GET, "/v1/customers/{id}", 200, Duration::from_millis(ms));
        }
        let text = metrics.text();
        for line in [
            "http_requests_total{method=\"GET\",route=\"/v1/customers/{id}\",status=\"2xx\"} 4",
            "http_request_duration_seconds_bucket{route=\"/v1/customers/{id}\",le=\"0.0005\"} 1",
            "http_request_duration_seconds_bucket{route=\"/v1/customers/{id}\",le=\"0.05\"} 3",
            "http_request_duration_seconds_bucket{route=\"/v1/customers/{id}\",le=\"+Inf\"} 4",
            "http_request_duration_seconds_sum{route=\"/v1/customers/{id}\"} 9.043000",
        ] {
            assert!(text.contains(line), "{line}\n{text}");
        }
    }
}
