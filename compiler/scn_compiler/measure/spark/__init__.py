"""Measures on a Spark cluster: workers count, and the driver adds up."""

from scn_compiler.measure.spark.frames import measure_frame
from scn_compiler.measure.spark.packages import send_packages

__all__ = ["measure_frame", "send_packages"]
