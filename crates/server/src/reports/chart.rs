//! The report of payments as a drawing: received, refunded and returned by month.

use std::collections::BTreeMap;

use domain::money::{Currency, Money};
use plotters::prelude::*;

use super::payments::{Report, Sums};

/// Width of the drawing, in pixels.
const WIDTH: u32 = 960;
/// Height of one currency's panel.
const PANEL: u32 = 360;
/// The colours of the three bars: told apart by people who see no difference of red and green.
const COLORS: [RGBColor; 3] =
    [RGBColor(0, 114, 178), RGBColor(230, 159, 0), RGBColor(204, 121, 167)];
/// What the bars are.
const NAMES: [&str; 3] = ["Received and from credit", "Refunded", "Returned"];

/// Draws the report as SVG: one panel for each currency.
///
/// # Errors
/// What the drawing library says.
pub fn draw(report: &Report) -> Result<String, String> {
    let totals = report.totals();
    let panels = u32::try_from(totals.len().max(1)).unwrap_or(1);
    let mut svg = String::new();
    {
        let root = SVGBackend::with_string(&mut svg, (WIDTH, PANEL * panels)).into_drawing_area();
        root.fill(&WHITE).map_err(|error| error.to_string())?;
        let areas = root.split_evenly((totals.len().max(1), 1));
        for (area, (currency, total)) in areas.iter().zip(&totals) {
            panel(area, report, *currency, total).map_err(|error| error.to_string())?;
        }
        root.present().map_err(|error| error.to_string())?;
    }
    Ok(svg)
}

type Area<'a> = DrawingArea<SVGBackend<'a>, plotters::coord::Shift>;

fn panel(
    area: &Area<'_>,
    report: &Report,
    currency: Currency,
    total: &Sums,
) -> Result<(), Box<dyn std::error::Error>> {
    let mut months: BTreeMap<String, Sums> = BTreeMap::new();
    for (line, sums) in report.lines.iter().filter(|(line, _)| line.currency == currency) {
        months.entry(line.from.strftime("%Y-%m").to_string()).or_default().plus(sums);
    }
    let bars: Vec<(String, [i64; 3])> = months
        .into_iter()
        .map(|(month, sums)| (month, [sums.gross(), sums.refunded, sums.returned]))
        .collect();
    let highest = bars.iter().flat_map(|(_, bars)| *bars).max().unwrap_or(0).max(1);
    let lowest = bars.iter().flat_map(|(_, bars)| *bars).min().unwrap_or(0).min(0);
    let caption = format!(
        "Payments in {}, {} to {}: net {}",
        currency.iso(),
        report.from,
        report.to,
        Money::new(total.net(), currency).to_decimal()
    );
    let count = bars.len().max(1) as f64;
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(16)
        .x_label_area_size(32)
        .y_label_area_size(90)
        // Room above the bars, for the legend.
        .build_cartesian_2d(-0.5..count - 0.5, (lowest as f64)..(highest as f64 * 1.4))?;
    chart
        .configure_mesh()
        .disable_x_mesh()
        .light_line_style(TRANSPARENT)
        .x_labels(bars.len().max(1) + 1)
        .x_label_formatter(&|at| month_at(&bars, *at))
        .y_label_formatter(&|at| Money::new(*at as i64, currency).to_decimal())
        .draw()?;
    for (series, color) in COLORS.iter().enumerate() {
        let drawn = bars.iter().enumerate().map(|(place, (_, bars))| {
            let left = place as f64 - 0.4 + 0.27 * series as f64;
            Rectangle::new([(left, 0.0), (left + 0.25, bars[series] as f64)], color.filled())
        });
        chart
            .draw_series(drawn)?
            .label(NAMES[series])
            .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 10, y + 5)], color.filled()));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::UpperRight)
        .border_style(BLACK)
        .background_style(WHITE)
        .draw()?;
    Ok(())
}

/// The month whose bars stand at that place of the axis.
fn month_at(bars: &[(String, [i64; 3])], at: f64) -> String {
    let place = at.round();
    if (at - place).abs() > f64::EPSILON || place < 0.0 {
        return String::new();
    }
    bars.get(place as usize).map(|(month, _)| month.clone()).unwrap_or_default()
}
