"""Capacity of ECS services: what their tasks run on if a capacity provider decides, not a launch type.

A service without a launch type and a strategy of its own has its cluster's default strategy. A strategy names capacity
providers: Fargate's, or one with an Auto Scaling group or with managed instances. All of it is followed within one
source, and only as far as that source says it. Documented at
https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_CreateService.html.
"""

from collections.abc import Container, Mapping, Sequence
from typing import Any

from pcimatrix.deployment.inventory import MAYBE, Choice, Resource, Unknown

SETTING = "capacity"
"""The setting of a service or an Auto Scaling group under which rows find what its tasks run on.

It is `FARGATE`, `EC2`, `MANAGED_INSTANCES` or, if the source does not say it, `OTHER`.
"""
_SERVICES = ("aws_ecs_service", "AWS::ECS::Service")
_CLUSTERS = ("aws_ecs_cluster", "AWS::ECS::Cluster")
_ASSOCIATIONS = ("aws_ecs_cluster_capacity_providers", "AWS::ECS::ClusterCapacityProviderAssociations")
_PROVIDERS = ("aws_ecs_capacity_provider", "AWS::ECS::CapacityProvider")
_GROUPS = ("aws_autoscaling_group", "AWS::AutoScaling::AutoScalingGroup")
_GROUP = "auto_scaling_group_provider.auto_scaling_group_arn"
_OWN = "capacity_provider_strategy.capacity_provider"
_DEFAULT = "default_capacity_provider_strategy.capacity_provider"
_FARGATE = ("FARGATE", "FARGATE_SPOT")


def with_capacity(resources: Sequence[Resource], *, planned: bool) -> list[Resource]:
    """Return the resources of one source, its ECS services with what their tasks run on, if the source says it.

    `planned` tells that a value known after apply is of a resource in the same source, as in a plan of Terraform.
    """
    there = [each for each in resources if each.exists]
    hosts = {name: _hosts(each) for each in there if each.type in _PROVIDERS for name in _names(each, "name")}
    hosts |= dict.fromkeys(_FARGATE, "FARGATE")
    strategies = _Strategies(there, planned=planned)
    groups = _host_groups(there, planned=planned)
    return [_with_hosts(each, strategies, hosts, groups) for each in resources]


def _with_hosts(
    each: Resource, strategies: "_Strategies", hosts: Mapping[str, str | None], groups: Container[str]
) -> Resource:
    found: set[str] = set()
    if each.type in _SERVICES:
        named = strategies.of(each)
        providers = [name for one in named for name in (one.values if isinstance(one, Choice) else (one,))]
        found = {hosts.get(provider) or "OTHER" for provider in providers}
    elif each.address in groups:
        found = {"EC2"}
    return each._replace(settings={**each.settings, SETTING: tuple(sorted(found))}) if found else each


def _host_groups(resources: Sequence[Resource], *, planned: bool) -> frozenset[str]:
    """Return the addresses of the Auto Scaling groups that capacity providers name: their instances are hosts."""
    there = [each.address for each in resources if each.type in _GROUPS]
    named = [one for each in resources if each.type in _PROVIDERS for one in each.links.get(_GROUP, ())]
    if planned and len(there) == 1 and any(isinstance(each, Unknown) for each in named):
        return frozenset(there)
    return frozenset(each for each in named if each in there)


class _Strategies:
    """The strategies of services: the capacity providers that they name, as far as a source says it."""

    def __init__(self, resources: Sequence[Resource], *, planned: bool) -> None:
        self._planned = planned
        self._clusters = [each for each in resources if each.type in _CLUSTERS]
        self._defaults = {each.address: each.links.get(_DEFAULT, ()) for each in self._clusters}
        for each in resources:
            if each.type in _ASSOCIATIONS and (cluster := self._cluster(each)):
                self._defaults[cluster.address] += each.links.get(_DEFAULT, ())

    def of(self, service: Resource) -> tuple[Any, ...]:
        """Return the capacity providers of a service: its own, else its cluster's; none if a launch type may decide."""
        own = service.links.get(_OWN, ())
        stated = service.settings.get("launch_type", ())
        # A plan marks a launch type that is not set as known after apply, since AWS works it out.
        if own or not service.recorded or (stated and not (self._planned and stated == (MAYBE,))):
            return own
        cluster = self._cluster(service)
        return self._defaults[cluster.address] if cluster else ()

    def _cluster(self, user: Resource) -> Resource | None:
        """Return the cluster that a service or an association names by its name, ARN or address.

        If a plan's cluster is only known after apply, the plan makes it: it is the only one there.
        """
        named = user.links.get("cluster", ()) or user.links.get("cluster_name", ())
        found = [each for each in self._clusters if _is_named(each, named)]
        if self._planned and len(named) == 1 and isinstance(named[0], Unknown):
            found = self._clusters
        return found[0] if len(found) == 1 else None


def _is_named(cluster: Resource, named: Sequence[Any]) -> bool:
    names = {*_names(cluster, "name"), *_names(cluster, "cluster_name")}
    # A plan does not know the ARN of a new cluster; an inventory has it as the address, with account and Region.
    known = cluster.address.startswith("arn:")
    return any(
        isinstance(each, str) and (each in names or (not known and each.rpartition(":cluster/")[2] in names))
        for each in named
    )


def _names(resource: Resource, setting: str) -> tuple[str, ...]:
    """Return what others call a resource: its address, and its name if the source says it."""
    return (resource.address, *(each for each in resource.links.get(setting, ()) if isinstance(each, str)))


def _hosts(provider: Resource) -> str | None:
    """Return what a capacity provider starts; None if the source does not say it."""
    if provider.links.get("managed_instances_provider"):
        return "MANAGED_INSTANCES"
    return "EC2" if provider.links.get("auto_scaling_group_provider") else None
