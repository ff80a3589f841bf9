"""Builds the data centre: services, the calls between them, and the stock."""

from sim.engines.reference.guards import Wires, guard, linked, wire_maker
from sim.engines.reference.site import Site
from sim.model.derive import build
from sim.model.distribution import NO_TIME
from sim.model.link import Link as LinkSpec
from sim.model.scenario import Scenario
from sim.model.service import Service
from sim.stations.balancer import Balancer
from sim.stations.gate import Gate
from sim.stations.instance import Instance
from sim.stations.line import LINES, Fifo
from sim.stations.pool import WorkerPool
from sim.stations.station import Books, Station
from sim.stations.stock import Stock

STOCK = "stock"


class DataCentre:
    """Every service, built when it is first asked for, callers before those whom they call."""

    def __init__(self, site: Site, scenario: Scenario) -> None:
        self.site = site
        self.scenario = scenario
        self.instances: dict[str, list[Instance]] = {}
        self.wires: dict[str, Wires] = {}
        self.stock: Stock | None = None
        self._entries: dict[str, Station] = {}

    def entry(self, name: str) -> Station:
        """What a caller of a service (or of the stock) calls."""
        if name not in self._entries:
            self._entries[name] = self._stock() if name == STOCK else self._service(name)
        return self._entries[name]

    def _service(self, name: str) -> Station:
        site, spec = self.site, self.scenario.services[name]
        link = self._link_spec(name, spec)
        if link is not None:
            self.wires[name] = wire_maker(site, f"{name}.link", link)()
            site.open_books(f"{name}.link")
        if spec.limiter is not None:
            site.open_books(f"{name}.limiter")
        station = self._balanced(name, spec)
        if spec.limiter is not None:
            books = site.open_books(f"{name}.limiter")
            station = Gate(site.env, books, station, build(spec.limiter))
        if link is not None:
            station = linked(site, f"{name}.link", link, self.wires[name], station)
        return station

    def _link_spec(self, name: str, spec: Service) -> LinkSpec | None:
        """A service's link; an ideal one where it has none but a fault is going to cut it."""
        cut = any(fault.kind == "cut" and fault.link == name for fault in self.scenario.faults)
        return LinkSpec() if spec.link is None and cut else spec.link

    def _balanced(self, name: str, spec: Service) -> Station:
        books = self.site.open_books(name)
        service_time = self.site.sampler(f"{name}.service_time", spec.service_time)
        sale = self.scenario.sale
        self.instances[name] = [
            Instance(
                self.site.env,
                books,
                self._pool(spec),
                service_time,
                opens_at=0 if sale is None else sale.opens_at,
            )
            for _ in range(spec.instances)
        ]
        self._connect(name, spec)
        if spec.instances == 1:
            return self.instances[name][0]
        policy = build(spec.balancer, spec.instances)
        return Balancer(self.instances[name], policy, self.site.uniforms(f"{name}.balancer"))

    def _pool(self, spec: Service) -> WorkerPool:
        return WorkerPool(
            self.site.env,
            spec.workers,
            LINES[spec.discipline](),
            room=spec.queue,
            margin=spec.expiry_margin if spec.drop_expired else None,
        )

    def _connect(self, name: str, spec: Service) -> None:
        calls = [
            guard(self.site, f"{name}.{call.to}", call, call.deadline)(self.entry(call.to))
            for call in spec.calls
        ]
        for instance in self.instances[name]:
            instance.calls = calls

    def _stock(self) -> Stock:
        site, sale = self.site, self.scenario.sale
        assert sale is not None, "a call to the stock is checked to have a sale"
        payment = sale.payment
        self.stock = Stock(
            site.env,
            self._stock_books(),
            WorkerPool(site.env, 1, Fifo(), room=sale.queue),
            sale.stock,
            opens_at=sale.opens_at,
            update_time=site.sampler("stock.update_time", sale.update_time),
            cache_time=site.sampler("stock.cache_time", sale.cache_time or NO_TIME),
            cached=sale.sold_out_cache,
            unpaid=0.0 if payment is None else payment.unpaid,
            reserve_for=0 if payment is None else payment.reserve_for,
            payment=site.uniforms("stock.payment"),
        )
        return self.stock

    def _stock_books(self) -> Books:
        return self.site.open_books(STOCK)
