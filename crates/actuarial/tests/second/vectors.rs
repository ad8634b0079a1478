//! Sixty invented people, scored with forty-digit decimals by a program that shares nothing with this one.

use crate::{ARP, SVRP, VRP, answer};
use serde_json::Value;

#[test]
fn the_suite_agrees_with_an_independent_calculation_to_nine_decimals() {
    let vectors: Vec<Value> = serde_json::from_str(include_str!("../vectors/second.json")).unwrap();
    assert!(vectors.len() >= 50);
    for vector in &vectors {
        for (model, name) in [(ARP, "ARP"), (VRP, "VRP"), (SVRP, "SVRP")] {
            let (got, want) = (answer(model, &vector["request"]), &vector[name]);
            let total = got["featureValues"]["totalWeight"].as_f64().unwrap_or(f64::NAN);
            assert!((total - want["total"].as_f64().unwrap()).abs() < 1e-9, "{name} {vector}\n{got}");
            assert_eq!(got["output"]["score"].as_f64(), want["score"].as_f64(), "{name} {vector}");
            assert_eq!((&got["output"]["band"], &got["type"]), (&want["band"], &want["form"]), "{name} {vector}");
        }
    }
}
