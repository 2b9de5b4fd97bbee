"""Runs every check over a case: findings, worst first, and how many checks found nothing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from exporter_desk.checklist.consistency import (
    amounts,
    commodity,
    declaration,
    elements,
    exits,
    fruit,
    marks,
    origin,
    packing,
    parties,
    places,
    refund,
    scans,
    shapes,
    terms,
    weights,
)
from exporter_desk.checklist.consistency.context import Check, Context
from exporter_desk.domain.finding import Finding, Severity
from exporter_desk.domain.watched import still_wanted

if TYPE_CHECKING:
    from datetime import date

    from exporter_desk.domain.case import Case
    from exporter_desk.rules.codes import CodeTables
    from exporter_desk.rules.hs import HsTable

CHECKS: tuple[Check, ...] = (
    shapes.something_was_entered,
    amounts.amounts_are_positive,
    amounts.tolerance_is_a_share,
    amounts.receipts_fit_the_total,
    amounts.charges_can_be_printed,
    amounts.printed_price_gives_the_amount,
    amounts.amounts_are_whole_where_money_is,
    amounts.quantities_can_be_printed,
    amounts.one_currency,
    packing.box_numbers_run_forward,
    packing.box_numbers_follow_each_other,
    packing.containers_hold_the_packages,
    packing.contents_name_goods,
    packing.contents_add_up,
    packing.every_line_is_packed,
    packing.goods_are_packed,
    packing.kinds_of_packing,
    packing.other_packing_is_readable,
    packing.sizes_are_plausible,
    weights.net_within_gross,
    weights.weights_are_positive,
    weights.weights_can_be_printed,
    weights.each_line_weighs_what_its_packages_weigh,
    weights.lines_weigh_what_packages_weigh,
    weights.statutory_kilograms_within_net,
    weights.weights_are_weighed,
    parties.one_party_per_role,
    parties.roles_are_known,
    parties.credit_codes_check,
    parties.same_code_same_firm,
    parties.seller_is_at_home,
    parties.seller_address_names_the_country,
    parties.receiver_is_abroad,
    parties.buyer_is_not_the_seller,
    parties.buyer_takes_the_goods,
    parties.payer_is_the_buyer,
    parties.receipts_come_from_the_buyer,
    commodity.codes_are_in_force,
    commodity.codes_are_confirmed,
    commodity.endangered_species_need_a_permit,
    marks.marks_agree_with_the_answers,
    terms.term_is_known,
    terms.insurance_by_rate_has_its_base,
    terms.charges_fit_the_term,
    terms.costs_abroad_are_told,
    terms.other_charges_have_a_side,
    terms.charges_are_well_formed,
    amounts.fob_is_positive,
    amounts.fees_share_the_currency,
    packing.marks_fit,
    packing.marks_count_the_packages,
    terms.numbers_are_ascii,
    terms.places_are_in_letters,
    declaration.mode_is_offered,
    declaration.levy_fits_its_nature,
    declaration.mode_has_its_order,
    declaration.mode_fits_the_parties,
    declaration.goods_are_sold_where_the_mode_has_a_contract,
    places.port_lies_in_the_destination,
    places.named_port_is_that_of_the_route,
    exits.goods_are_loaded_at_home,
    exits.district_is_that_of_the_exit,
    exits.carriage_leaves_from_there,
    places.trade_country_is_the_buyers,
    places.goods_leave_the_country,
    packing.wood_is_stated,
    packing.marked_wood_is_packed,
    elements.elements_are_complete,
    elements.elements_without_a_list_are_looked_up,
    elements.elements_hold_values,
    elements.brand_fits_its_kind,
    elements.names_hold_no_brand,
    elements.no_brand_statement_is_true,
    elements.foreign_brands_have_their_paper,
    elements.preference_has_its_certificate,
    elements.certificate_has_its_preference,
    origin.orchard_supplies_the_fruit,
    fruit.fruit_is_picked_packed_and_inspected_in_order,
    fruit.inspected_goods_have_passed,
    origin.wholly_obtained_goods_grew_here,
    origin.certificate_covers_goods_of_its_country,
    origin.marks_name_the_origin_of_the_goods,
    origin.certificate_is_taken_at_the_destination,
    origin.certificate_names_an_importer_of_the_agreement,
    origin.label_names_the_destination,
    places.source_district_is_known,
    places.source_district_is_the_makers,
    terms.days_are_in_order,
    terms.shipment_is_in_time,
    declaration.lines_fit_one_declaration,
    declaration.lines_fit_one_certificate,
    declaration.names_fit_the_box,
    scans.scans_say_what_the_shipment_says,
    amounts.total_can_be_written,
    refund.invoices_name_goods,
    refund.invoice_names_match,
    refund.invoice_units_match,
    refund.invoice_quantities_match,
    refund.nobody_buys_from_himself,
    refund.declaration_numbers_have_their_shape,
    refund.declared_lines_exist,
    commodity.statutory_units_follow_the_table,
    commodity.no_second_unit_too_many,
    commodity.statutory_quantities_are_positive,
    commodity.statutory_quantities_can_be_printed,
    commodity.same_unit_same_quantity,
    commodity.kilograms_within_the_line,
    shapes.typed_text_is_readable,
    shapes.codes_exist,
    shapes.words_are_listed,
    shapes.districts_are_alive,
    shapes.container_numbers_check,
    parties.suppliers_exist,
    shapes.needed_values_are_known,
)


@dataclass(frozen=True, slots=True)
class Examination:
    """All findings of a case, worst first, and the number of checks that found nothing (通过)."""

    findings: tuple[Finding, ...]
    passed: int

    @property
    def has_errors(self) -> bool:
        """Tell whether anything is an error."""
        return any(finding.severity is Severity.ERROR for finding in self.findings)


def examine(case: Case, codes: CodeTables, hs: HsTable, day: date) -> Examination:
    """Run every check over `case` as of `day`; codes must have been put in place of typed names before."""
    context = Context(codes, hs, day)
    results = [_result(run, case, context) for run in CHECKS]
    findings = [finding for result in results for finding in result]
    return Examination(
        tuple(sorted(findings, key=lambda finding: finding.severity.rank)), sum(not result for result in results)
    )


def _result(run: Check, case: Case, context: Context) -> tuple[Finding, ...]:
    still_wanted()
    return tuple(run(case, context))


def check(case: Case, codes: CodeTables, hs: HsTable, day: date) -> tuple[Finding, ...]:
    """Return the findings of `examine` alone."""
    return examine(case, codes, hs, day).findings
